"""The audit's closed list (`id · English · French · Arabic`)."""

from assessments.kit.vocabulary import Vocabulary

VIA = Vocabulary(
    "via",
    """
    web · Page · Page · صفحة
    api · API · API · واجهة برمجية
    sync · Field client · Client de terrain · تطبيق ميداني
    admin · Administration · Administration · الإدارة
    command · Command on the server · Commande sur le serveur · أمر على الخادم
    worker · Background work · Tâche de fond · عمل في الخلفية
    """,
)
"""The channel through which something was done (`kit.actor.Via`)."""
