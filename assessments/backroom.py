from django.contrib.admin import AdminSite


class BackRoom(AdminSite):
    pass
