"""The register's closed lists (`id · English · French · Arabic`).

Categories after EAMENA and the corrections of practitioners; release words follow IMAS 07.11 and GICHD's Arabic,
never "safe" and never "cleared" without a depth. Labels in French and Arabic await review by a native heritage
professional (`docs/decisions/0006`).
"""

from assessments.kit.vocabulary import Vocabulary

MONUMENT_CATEGORY = Vocabulary(
    "monument_category",
    """
    temple · Temple · Temple · معبد
    arch · Arch · Arc · قوس
    statue · Statue, sculpture · Statue, sculpture · تمثال أو منحوتة
    tower_tomb · Tower tomb · Tour funéraire · مدفن برجي
    underground_tomb · Hypogeum · Hypogée · مدفن أرضي
    funerary_temple · Funerary temple · Temple funéraire · معبد جنائزي
    necropolis · Necropolis · Nécropole · مدافن
    citadel · Citadel, castle · Citadelle, château · قلعة
    fort_camp · Fort, camp · Fort, camp · حصن أو معسكر
    theatre · Theatre · Théâtre · مسرح
    museum · Museum · Musée · متحف
    colonnade · Colonnade, street · Colonnade, rue · شارع معمّد
    tetrapylon · Tetrapylon · Tétrapyle · تترابيل
    agora · Agora · Agora · أغورا
    bath · Baths · Thermes · حمّامات
    wall_gate · Wall, gate · Rempart, porte · سور أو بوابة
    mosque · Mosque, minaret · Mosquée, minaret · مسجد أو مئذنة
    shrine · Shrine, mausoleum · Sanctuaire, mausolée · مقام أو ضريح
    church · Church, monastery · Église, monastère · كنيسة أو دير
    synagogue · Synagogue · Synagogue · كنيس
    palace · Palace · Palais · قصر
    market_khan · Market, caravanserai · Souk, caravansérail · سوق أو خان
    house · House · Maison · بيت
    bridge · Bridge · Pont · جسر
    water_structure · Water structure · Ouvrage hydraulique · منشأة مائية
    historic_quarter · Historic quarter · Quartier historique · حي تاريخي
    village · Village · Village · قرية
    tell · Tell · Tell · تل أثري
    mosaic_painting · Mosaic, wall painting · Mosaïque, peinture murale · فسيفساء أو رسم جداري
    rock_art · Rock art · Art rupestre · فن صخري
    library_archive · Library, archive · Bibliothèque, archives · مكتبة أو أرشيف
    memorial · Memorial · Mémorial · نصب تذكاري
    archaeological_area · Archaeological area · Zone archéologique · منطقة أثرية
    other · Other · Autre · أخرى
    """,
)

ROLE = Vocabulary(
    "role",
    """
    viewer · Viewer · Lecteur · مُطّلع
    recorder · Recorder · Releveur · مُوثِّق
    verifier · Verifier · Vérificateur · مدقِّق
    safety_officer · Safety officer · Responsable sécurité · مسؤول السلامة
    planner · Planner · Planificateur · مخطِّط
    works_manager · Works manager · Responsable des travaux · مدير الأعمال
    national_reviewer · National reviewer · Examinateur national · مراجع وطني
    national_director · National director · Directeur national · مدير وطني
    state_party · State Party focal point · Point focal de l'État partie · منسق الدولة الطرف
    whc_officer · World Heritage Centre officer · Chargé du Centre du patrimoine mondial · مسؤول مركز التراث العالمي
    advisory_reviewer · Advisory Body reviewer · Examinateur des organisations consultatives · مراجع الهيئات الاستشارية
    committee_recorder · Committee recorder · Rapporteur du Comité · مسجّل اللجنة
    administrator · Administrator · Administrateur · مدير النظام
    """,
)

VISIBILITY = Vocabulary(
    "visibility",
    """
    public · Public · Public · للعموم
    registered · People with an account · Personnes inscrites · لأصحاب الحسابات
    members · Members only · Membres seulement · للأعضاء فقط
    """,
)

SENSITIVITY = Vocabulary(
    "sensitivity",
    """
    open · Open, place may be shown · Ouvert, lieu montrable · مفتوح، يجوز إظهار الموقع
    guarded · Guarded, place shown coarsely · Protégé, lieu approché · محمي، يُظهر الموقع تقريبياً
    sensitive · Sensitive, place never shown · Sensible, lieu jamais montré · حسّاس، لا يُظهر الموقع
    """,
)

HAZARD_REGIME = Vocabulary(
    "hazard_regime",
    """
    not_stated · Not stated · Non précisé · غير مصرَّح به
    applies · Explosive hazards may be present · Risque explosif possible · احتمال وجود مخاطر متفجرات
    not_applicable · Does not apply · Sans objet · لا ينطبق
    """,
)

HAZARD_STATUS = Vocabulary(
    "hazard_status",
    """
    suspected · Suspected hazardous area · Zone soupçonnée dangereuse · منطقة خطر مشتبه بها
    confirmed · Confirmed hazardous area · Zone confirmée dangereuse · منطقة خطر مؤكدة
    survey_in_progress · Survey in progress · Enquête en cours · مسح جارٍ
    clearance_in_progress · Clearance in progress · Dépollution en cours · تطهير جارٍ
    recontaminated · Re-contaminated · Recontaminée · عاد إليها التلوث
    """,
)

CLEARANCE_STATUS = Vocabulary(
    "clearance_status",
    """
    released_nts · Released by non-technical survey · Remise à disposition (enquête non technique) · مُفرَج عنها بعد مسح غير تقني
    released_ts · Released by technical survey · Remise à disposition (enquête technique) · مُفرَج عنها بعد مسح تقني
    cleared · Cleared to the stated depth · Dépolluée jusqu'à la profondeur indiquée · مطهَّرة حتى العمق المذكور
    """,
)

CLEARANCE_METHOD = Vocabulary(
    "clearance_method",
    """
    manual · Manual clearance · Dépollution manuelle · تطهير يدوي
    mechanical · Mechanical clearance · Dépollution mécanique · تطهير آلي
    animal_detection · Animal detection · Détection par animaux · كشف بالحيوانات
    battle_area · Battle area clearance · Dépollution de zone de combat · تطهير ساحات المعارك
    spot_task · Spot task on single objects · Intervention ponctuelle · مهمة موضعية على أجسام منفردة
    survey_only · Survey without clearance · Enquête sans dépollution · مسح دون تطهير
    other · Other · Autre · أخرى
    """,
)

ACCESS_CHANGE = Vocabulary(
    "access_change",
    """
    control_changed · Control changed · Changement de contrôle · تغيّرت السيطرة
    fighting · Fighting · Combats · اشتباكات
    closed · Closed · Fermé · مغلق
    reopened · Reopened · Rouvert · أُعيد فتحه
    """,
)

MECHANISM = Vocabulary(
    "mechanism",
    """
    explosion · Explosion · Explosion · انفجار
    air_strike · Air strike · Frappe aérienne · غارة جوية
    shelling · Artillery, rockets · Tirs d'artillerie, roquettes · قصف مدفعي أو صاروخي
    tools_machines · Tools or machines · Outils ou engins · أدوات أو آليات
    fire · Fire · Incendie · حريق
    looting · Looting · Pillage · نهب
    earthquake · Earthquake · Séisme · زلزال
    flood · Flood · Inondation · فيضان
    construction · Construction · Construction · أعمال بناء
    other · Other · Autre · أخرى
    unknown · Unknown · Inconnu · غير معروف
    """,
)

INTENT = Vocabulary(
    "intent",
    """
    deliberate · Deliberate · Délibéré · متعمد
    incidental · Incidental · Incident · عرضي
    unknown · Unknown · Inconnue · غير معروف
    """,
)

MANDATE = Vocabulary(
    "mandate",
    """
    legal · Legal · Légal · قانوني
    de_facto · De facto · De facto · بحكم الأمر الواقع
    owner · Owner · Propriétaire · مالك
    military · Military · Militaire · عسكري
    mine_action · Mine action · Action contre les mines · مكافحة الألغام
    international · International · International · دولي
    """,
)

LEVELS = """
    national · Competent national authority · Autorité nationale compétente · السلطة الوطنية المختصة
    state_party · State Party · État partie · الدولة الطرف
    centre · World Heritage Centre · Centre du patrimoine mondial · مركز التراث العالمي
    advisory · Advisory Bodies · Organisations consultatives · الهيئات الاستشارية
    committee · World Heritage Committee · Comité du patrimoine mondial · لجنة التراث العالمي
    """
AUTHORITY_LEVEL = Vocabulary("authority_level", LEVELS)
"""Where a body stands in the order of authority (`domain.md` 3.2); most stand in none of these places."""

MANDATE_OF_LEVEL = {
    "national": "legal", "state_party": "legal", "centre": "international", "advisory": "international",
    "committee": "international",
}  # fmt: skip

WHEREABOUTS = Vocabulary(
    "whereabouts",
    """
    in_place · In place · En place · في مكانه
    evacuated · Evacuated · Évacué · نُقل حفاظاً عليه
    missing · Missing · Disparu · مفقود
    stolen · Stolen · Volé · مسروق
    seized · Seized · Saisi · مضبوط
    returned · Returned · Restitué · مُستعاد
    destroyed · Destroyed · Détruit · مدمَّر
    """,
)

SITE_FEATURE = Vocabulary(
    "site_feature",
    """
    fortification · Wall, fortification · Mur, fortification · سور أو تحصين
    street · Street · Rue · شارع
    building · Building · Édifice · مبنى
    open_space · Court, square · Cour, place · فناء أو ساحة
    burial · Burial ground · Nécropole · مدافن
    water · Water · Eau · ماء
    path · Path, track · Chemin, piste · طريق أو درب
    modern · Modern town or building · Ville ou édifice moderne · بلدة أو مبنى حديث
    other · Other · Autre · أخرى
    """,
)
DRAWN_AS_LINES = frozenset({"fortification", "street", "water", "path"})

BASE_MAP = Vocabulary(
    "base_map",
    """
    file · File of tiles of our own (PMTiles, MBTiles) · Fichier de tuiles à nous (PMTiles, MBTiles) · ملف بلاطات خاص بنا (PMTiles أو MBTiles)
    tiles · Tiles of a service (XYZ, WMTS) · Tuiles d'un service (XYZ, WMTS) · بلاطات من خدمة (XYZ أو WMTS)
    wms · Pictures of a service (WMS) · Images d'un service (WMS) · صور من خدمة (WMS)
    """,
)

BLOCK_KIND = Vocabulary(
    "block_kind",
    """
    wall_block · Wall block · Bloc de mur · حجر جدار
    column_drum · Column drum · Tambour de colonne · خرزة عمود
    column_base · Column base · Base de colonne · قاعدة عمود
    capital · Capital · Chapiteau · تاج عمود
    architrave · Architrave · Architrave · عتب علوي
    frieze · Frieze · Frise · إفريز
    cornice · Cornice · Corniche · كورنيش
    voussoir · Voussoir, keystone · Claveau, clef de voûte · حجر عقد
    lintel_jamb · Lintel, jamb · Linteau, montant · ساكف أو عضادة
    ceiling_slab · Ceiling slab · Dalle de plafond · بلاطة سقف
    sculpture · Sculpture, relief · Sculpture, relief · منحوتة أو نقش بارز
    inscription · Inscribed block · Bloc inscrit · حجر منقوش
    other · Other · Autre · أخرى
    unknown · Unknown · Inconnu · غير معروف
    """,
)

NAME_KIND = Vocabulary(
    "name_kind",
    """
    official · Official · Officiel · رسمي
    local · Local · Local · محلي
    scholarly · Scholarly · Savant · علمي
    number · Number · Numéro · رقم
    former · Former · Ancien · سابق
    """,
)

GATE_ANSWER = Vocabulary(
    "gate_answer",
    """
    not_released · Not released · Non remise à disposition · غير مُفرَج عنها
    released · Released · Remise à disposition · مُفرَج عنها
    unknown · Unknown. Treat as dangerous · Inconnu. À considérer comme dangereux · غير معروفة الحالة: لا تدخل
    not_applicable · No explosive-hazard regime · Pas de régime de risque explosif · لا ينطبق نظام مخاطر المتفجرات
    """,
)
