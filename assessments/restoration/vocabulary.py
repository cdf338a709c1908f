"""Restoration's closed lists (`id · English · French · Arabic`)."""

from assessments.kit.vocabulary import Vocabulary

PLAN_STATE = Vocabulary(
    "plan_state",
    """
    draft · Draft · Brouillon · مسودة
    internal_review · Internal review · Examen interne · مراجعة داخلية
    national_review · National review · Examen national · مراجعة وطنية
    revision_requested · Revision requested · Révision demandée · طُلب تعديل
    nationally_endorsed · Nationally endorsed · Approuvé au niveau national · موافقة وطنية
    rejected · Rejected · Rejeté · مرفوض
    withdrawn · Withdrawn · Retiré · مسحوب
    """,
)

TRACK = Vocabulary(
    "plan_track",
    """
    emergency · First aid and shoring · Interventions de première nécessité · تدعيم إسعافي
    restoration · Restoration · Restauration · ترميم
    """,
)

DECISION_KIND = Vocabulary(
    "decision_kind",
    """
    authorisation · Authorisation · Autorisation · إذن
    advice · Advice · Avis · رأي استشاري
    decision · Decision · Décision · قرار
    """,
)

OUTCOME = Vocabulary(
    "decision_outcome",
    """
    endorse · Endorse · Approuver au niveau national · موافقة وطنية
    request_revision · Request revision · Demander une révision · طلب تعديل
    reject · Reject · Rejeter · رفض
    """,
)

ESTIMATE_CLASS = Vocabulary(
    "estimate_class",
    """
    5 · Class 5, definition 0–2 % · Classe 5, définition 0 à 2 % · الفئة 5، التحديد من 0 إلى 2٪
    4 · Class 4, definition 1–15 % · Classe 4, définition 1 à 15 % · الفئة 4، التحديد من 1 إلى 15٪
    3 · Class 3, definition 10–40 % · Classe 3, définition 10 à 40 % · الفئة 3، التحديد من 10 إلى 40٪
    2 · Class 2, definition 30–75 % · Classe 2, définition 30 à 75 % · الفئة 2، التحديد من 30 إلى 75٪
    1 · Class 1, definition 50–100 % · Classe 1, définition 50 à 100 % · الفئة 1، التحديد من 50 إلى 100٪
    """,
)

DISTRIBUTION = Vocabulary(
    "forecast_distribution",
    """
    pert · Beta-PERT · Bêta-PERT · بيتا-بيرت
    triangular · Triangular · Triangulaire · مثلثي
    """,
)

LINE_CATEGORY = Vocabulary(
    "line_category",
    """
    access_security · Mobilisation, access, security · Installation, accès, sécurité · تجهيز ووصول وأمن
    explosive_clearance · Clearance of explosive hazards · Dépollution pyrotechnique · إزالة المخاطر المتفجرة
    documentation · Documentation and survey · Documentation et relevé · توثيق ورفع
    shoring · First aid and shoring · Étaiement d'urgence · تدعيم إسعافي
    debris_blocks · Debris sorting, block inventory · Tri des déblais, inventaire des blocs · فرز الأنقاض وجرد الكتل
    study_tests · Structural study and tests · Étude structurelle et essais · دراسة إنشائية واختبارات
    stone_conservation · Stone conservation · Conservation de la pierre · صون الحجر
    new_stone · New stone and mortars · Pierre neuve et mortiers · حجر جديد ومِلاط
    anastylosis · Anastylosis and lifting · Anastylose et levage · إعادة تركيب ورفع
    scaffolding · Scaffolding and cranes · Échafaudages et grues · سقالات ورافعات
    museum_objects · Museum and objects · Musée et objets · متحف وقطع
    monitoring · Monitoring and maintenance · Suivi et entretien · مراقبة وصيانة
    training_labour · Training and local labour · Formation et main-d'œuvre locale · تدريب وعمالة محلية
    fees · Fees and supervision · Honoraires et contrôle · أتعاب وإشراف
    contingency · Contingency · Imprévus · احتياطي
    inflation · Inflation · Inflation · تضخم
    """,
)

UNIT = Vocabulary(
    "unit",
    """
    m · m · m · م
    m2 · m² · m² · م²
    m3 · m³ · m³ · م³
    t · t · t · طن
    nr · number · nombre · عدد
    day · days · jours · يوم
    item · item · unité · بند
    sum · lump sum · forfait · مبلغ مقطوع
    """,
)
