"""The web process."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from heritage.keepalive import enable_tcp_keepalive
from heritage.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heritage.settings")
die_with_parent()  # a web worker whose parent was killed must not go on serving the port
enable_tcp_keepalive()
application = get_wsgi_application()
# What was loaded stays for good: the collector need not look through it, which took a quarter of a large push. With
# thousands of objects a batch it also looks less often.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
