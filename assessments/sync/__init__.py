"""Pull, push and conflicts over plain REST: no change is missed, and none is dropped without a report."""
