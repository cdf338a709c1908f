"""The web process."""

import os

from django.core.wsgi import get_wsgi_application

from heritage.keepalive import enable_tcp_keepalive
from heritage.processes import die_with_parent, spare_the_collector

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heritage.settings")
die_with_parent()  # a web worker whose parent was killed must not go on serving the port
enable_tcp_keepalive()
application = get_wsgi_application()
spare_the_collector()
