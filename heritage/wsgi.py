"""The web process."""

import os

from django.core.wsgi import get_wsgi_application

from heritage.processes import die_with_parent
from heritage.silence import end_silent_lines

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heritage.settings")
die_with_parent()  # a web worker whose parent was killed must not go on serving the port
end_silent_lines()
application = get_wsgi_application()
