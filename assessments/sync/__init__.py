"""Pull, push and conflicts over plain REST: no change is ever missed, none is ever dropped unsaid."""
