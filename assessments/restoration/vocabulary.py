"""Restoration's closed lists (`id · English · French · Arabic`)."""

from assessments.kit.vocabulary import Vocabulary
from assessments.register.vocabulary import LEVELS

PLAN_STATE = Vocabulary(
    "plan_state",
    """
    draft · Draft · Brouillon · مسودة
    internal_review · Internal review · Examen interne · مراجعة داخلية
    national_review · National review · Examen national · مراجعة وطنية
    revision_requested · Revision requested · Révision demandée · طُلب تعديل
    nationally_endorsed · Nationally endorsed · Approuvé au niveau national · موافقة وطنية
    transmitted_whc · Transmitted to the World Heritage Centre · Transmis au Centre du patrimoine mondial · أُحيل إلى مركز التراث العالمي
    advisory_review · Review by the Advisory Bodies · Examen par les organisations consultatives · مراجعة الهيئات الاستشارية
    advice_received · Advice received · Avis reçu · ورد الرأي الاستشاري
    committee_pending · Before the Committee · Devant le Comité · معروض على اللجنة
    review_concluded · Review concluded · Examen conclu · اختُتمت المراجعة
    permit_issued · Authorised · Autorisé · صدر الإذن
    in_progress · Works in progress · Travaux en cours · الأعمال جارية
    suspended · Works suspended · Travaux suspendus · الأعمال معلَّقة
    completed · Works completed · Travaux achevés · اكتملت الأعمال
    closed · Closed · Clos · مُغلق
    begun_without_authorisation · Begun without authorisation · Commencé sans autorisation · بدأ دون إذن
    revoked · Revoked · Révoqué · أُلغي الإذن
    lapsed · Lapsed · Caduc · انتهت صلاحيته
    superseded · Superseded · Remplacé · حلّ محله مشروع آخر
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
    notice · Notice · Communication officielle · إخطار رسمي
    """,
)

OUTCOME = Vocabulary(
    "decision_outcome",
    """
    endorse · Endorse · Approuver au niveau national · موافقة وطنية
    request_revision · Request revision · Demander une révision · طلب تعديل
    reject · Reject · Rejeter · رفض
    emergency_authorise · Authorise as an emergency · Autoriser en urgence · إذن طارئ
    confirm_oral · Confirm an oral authorisation in writing · Confirmer par écrit une autorisation orale · تأكيد خطي لإذن شفهي
    transmit · Transmit to the World Heritage Centre · Transmettre au Centre du patrimoine mondial · إحالة إلى مركز التراث العالمي
    forward · Forward to the Advisory Bodies · Transmettre aux organisations consultatives · إحالة إلى الهيئات الاستشارية
    request_information · Request information · Demander des informations · طلب معلومات
    give_information · Give the information requested · Fournir les informations demandées · تقديم المعلومات المطلوبة
    advise · Advise: no objection · Avis : pas d'objection · رأي استشاري: لا اعتراض
    object · Advise against · Avis défavorable · رأي استشاري مخالف
    accept · Accept the advice · Accepter l'avis · قبول الرأي الاستشاري
    refer · Refer to the Committee · Saisir le Comité · رفع إلى اللجنة
    defer · Defer · Différer · تأجيل
    conclude · Conclude the review · Conclure l'examen · اختتام المراجعة
    permit · Authorise the works · Autoriser les travaux · الإذن بالأعمال
    extend · Extend the authorisation · Prolonger l'autorisation · تمديد الإذن
    revoke · Revoke · Révoquer · إلغاء
    stop · Order to stop · Ordonner l'arrêt · أمر بالتوقف
    reopen · Send back to the works · Renvoyer aux travaux · إعادة إلى الأعمال
    close · Verify the works and close · Vérifier les travaux et clore · التحقق من الأعمال والإغلاق
    state_position · State a position · Exprimer une position · إبداء موقف
    """,
)

POSITION = Vocabulary(
    "decision_position",
    """
    for · In favour · Favorable · مؤيد
    against · Against · Opposé · معارض
    """,
)

LEVEL = Vocabulary("decision_level", f"{LEVELS.strip()}\n    other · Another body · Autre instance · جهة أخرى")

TAKEN = Vocabulary(
    "decision_taken",
    """
    in_system · Taken here · Prise ici · اتُّخذ هنا
    recorded_from_document · Recorded from its document · Enregistrée d'après son document · سُجّل من وثيقته
    oral · Oral · Orale · شفهي
    """,
)

MEASURE = Vocabulary(
    "emergency_measure",
    """
    shoring · Shoring · Étaiement · تدعيم
    cover · Cover · Couverture provisoire · تغطية
    fencing · Fencing · Clôture · تسييج
    salvage · Salvage · Sauvetage · إنقاذ
    """,
)
"""The reversible measures to which an emergency authorisation is limited (`domain.md` 3.3)."""

STIPULATION_BEFORE = Vocabulary(
    "stipulation_before",
    """
    next_gate · before the next decision · avant la prochaine décision · قبل القرار التالي
    works · before works begin · avant le début des travaux · قبل بدء الأعمال
    closing · before the plan is closed · avant la clôture du projet · قبل إغلاق المشروع
    """,
)

STIPULATION_STATE = Vocabulary(
    "stipulation_state",
    """
    open · Open · Ouverte · مفتوح
    answered · Answered · Répondue · أُجيب عنه
    closed · Closed · Levée · مُغلق
    """,
)

DOSSIER_DOCUMENT = Vocabulary(
    "dossier_document",
    """
    ouv_attributes · Statement of OUV attributes · Énoncé des attributs de la VUE · بيان سمات القيمة العالمية الاستثنائية
    pre_event · Documentation before the event · Documentation antérieure à l'événement · توثيق ما قبل الحدث
    block_inventory · Inventory of blocks and fragments · Inventaire des blocs et fragments · جرد الكتل والشظايا
    photogrammetry · Photogrammetry · Photogrammétrie · مسح تصويري
    structural_study · Structural study · Étude structurelle · دراسة إنشائية
    material_study · Study of materials · Étude des matériaux · دراسة المواد
    options_appraisal · Options appraisal · Analyse des options · تقييم الخيارات
    impact_assessment · Heritage impact assessment · Étude d'impact sur le patrimoine · تقييم الأثر على التراث
    method_statement · Method statement · Note méthodologique · بيان منهجية العمل
    safety_plan · Safety and clearance file · Dossier de sécurité et de dépollution · ملف السلامة وإزالة المخاطر
    insurance · Insurance · Assurance · تأمين
    owner_consent · Consent of the owner · Consentement du propriétaire · موافقة المالك
    consultation · Consultation of stakeholders · Consultation des parties prenantes · استشارة أصحاب المصلحة
    notice_172 · Notice under paragraph 172 · Notification au titre du paragraphe 172 · إخطار بموجب الفقرة 172
    finance · Proof of funding · Preuve de financement · إثبات التمويل
    completion_report · Completion report, as built · Rapport d'achèvement, état réalisé · تقرير الإنجاز كما نُفّذ
    monitoring_plan · Maintenance and monitoring plan · Plan d'entretien et de suivi · خطة الصيانة والمراقبة
    whc_report · Report to the World Heritage Centre · Rapport au Centre du patrimoine mondial · تقرير إلى مركز التراث العالمي
    other · Other · Autre · غير ذلك
    """,
)
"""The documents of a dossier (`domain.md` 3.3)."""

FUNDING_STAGE = Vocabulary(
    "funding_stage",
    """
    pledged · Pledged · Promis · متعهَّد به
    committed · Committed · Engagé · مُلتزم به
    received · Received · Reçu · مستلَم
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

CONTINGENCY_RULE = Vocabulary(
    "contingency_rule",
    """
    none · None · Aucune · لا شيء
    by_class · By class: 40, 30, 20, 15, 10 % for class 5 to 1 · Selon la classe : 40, 30, 20, 15, 10 % pour les classes 5 à 1 · حسب الفئة: 40 و30 و20 و15 و10٪ للفئات من 5 إلى 1
    stated · A stated share · Une part énoncée · نسبة مذكورة
    """,
)

EXCHANGE_RATE_KIND = Vocabulary(
    "exchange_rate_kind",
    """
    official · Official rate · Taux officiel · سعر رسمي
    market · Market rate · Taux du marché · سعر السوق
    operational · Operational rate of the United Nations · Taux opérationnel des Nations Unies · السعر التشغيلي للأمم المتحدة
    """,
)
"""Where there are several they may differ by half and more, so the kind stands beside each rate."""

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
