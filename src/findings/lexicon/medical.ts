/** Terms of one or more words, longest first where they share a beginning. Space inside, bar between. */
function terms(...lines: readonly string[]): readonly string[] {
  return lines.join("|").split("|");
}

/** Conditions, treatments, tests and remedies that say something about a person's health wherever they stand. */
export const MEDICAL_TERMS: ReadonlySet<string> = new Set(
  terms(
    "asthma|diabetes|diabetic|cancer|tumour|tumor|leukaemia|leukemia|lymphoma|melanoma|chemo|chemotherapy|radiotherapy",
    "dialysis|migraine|migraines|epilepsy|epileptic|seizure|seizures|stroke|dementia|alzheimer|alzheimer's|parkinson's",
    "parkinson|depression|depressed|bipolar|schizophrenia|anxiety|anxiety attack|panic attack|panic attacks|adhd|autism",
    "autistic|ocd|ptsd|anorexia|bulimia|eating disorder|insomnia|hiv|aids|hepatitis|herpes|chlamydia|gonorrhoea",
    "gonorrhea|syphilis|std|sti|covid|covid test|pregnant|pregnancy|pregnancy test|miscarriage|abortion|ivf|fertility",
    "menopause|hrt|hormones|contraceptive|contraceptives|contraception|birth control|morning after pill|iud|ovulation",
    "arthritis|rheumatoid arthritis|osteoporosis|gout|sciatica|fibromyalgia|lupus|multiple sclerosis|crohn's|crohn",
    "colitis|ibs|irritable bowel|coeliac|celiac|ulcer|ulcers|reflux|acid reflux|heartburn|constipation|diarrhoea",
    "diarrhea|haemorrhoids|hemorrhoids|piles|hernia|gallstones|kidney stones|kidney stone|kidney disease|uti",
    "urinary tract infection|incontinence|prostate|hypertension|high blood pressure|low blood pressure|blood pressure",
    "blood pressure tablets|cholesterol|high cholesterol|angina|arrhythmia|atrial fibrillation|pacemaker|heart attack",
    "heart failure|heart disease|heart condition|heart surgery|bypass surgery|blood clot|blood clots|blood thinner",
    "blood thinners|blood test|blood tests|blood sugar|glucose|glucose level|insulin|insulin pump|anaemia|anemia",
    "thyroid|hypothyroidism|hyperthyroidism|eczema|psoriasis|dermatitis|rosacea|acne|shingles|chickenpox|measles",
    "mumps|pneumonia|bronchitis|copd|emphysema|tuberculosis|sinusitis|tonsillitis|ear infection|chest infection",
    "yeast infection|infection|hay fever|allergy|allergies|allergic|anaphylaxis|epipen|inhaler|nebuliser|nebulizer",
    "antibiotics|antibiotic|antidepressant|antidepressants|antihistamine|antihistamines|painkiller|painkillers|steroid",
    "steroids|statin|statins|beta blocker|beta blockers|sleeping pill|sleeping pills|sleeping tablets|medication",
    "medications|medicine|meds|tablets|pills|prescription|prescriptions|vaccine|vaccination|flu jab|flu shot|booster",
    "biopsy|mammogram|colonoscopy|endoscopy|ultrasound|mri|mri scan|ct scan|cat scan|xray|ecg|ekg|smear test|pap smear",
    "physiotherapy|physio|physical therapy|psychotherapy|psychiatrist|psychologist|oncologist|oncology|cardiologist",
    "cardiology|neurologist|dermatologist|gynaecologist|gynecologist|urologist|endocrinologist|rheumatologist",
    "midwife|rehab|detox|methadone|catheter|colostomy|stoma|hysterectomy|vasectomy|c section|caesarean|surgery",
    "transplant|hip replacement|knee replacement|cataract|cataracts|glaucoma|hearing aid|hearing aids|wheelchair",
    "tinnitus|vertigo|concussion|fracture|fractured|sprain|sprained|slipped disc|slipped disk|slip disc|slip disk|bulging disc|back pain|chest pain|chest pains",
    "stomach ache|stomachache|toothache|headache|headaches|nausea|vomiting|fever|rash|cramps|period pain|palpitations",
    "dizziness|fainting|sore throat|overdose|suicidal|suicide|self harm|alcoholic|alcoholics anonymous|addiction",
    "eczema cream|nicotine patch|nicotine patches|cpap|sleep apnea|sleep apnoea|apnea|sickle cell|cystic fibrosis",
    "down syndrome|down's syndrome|cerebral palsy|muscular dystrophy|endometriosis|pcos|polycystic|fibroids|lump|mastectomy|scoliosis",
    "hearing test|hearing tests|eye test|drug test|allergy test|allergy tests|urine test|urine sample|stool sample|stool test",
    "genetic test|paternity test|fertility test|liver function test|kidney function test|stress test|bone scan|pet scan",
    "bone density scan|brain scan|speech therapy|occupational therapy|counselling|marriage counselling|rehab|prep tablets",
    "rosacea|impetigo|ringworm|scabies|lice|nits|wart|warts|verruca|cold sore|cold sores|mouth ulcer|abscess",
    "tonsils|adenoids|glandular fever|whooping cough|meningitis|sepsis|malaria|typhoid|cholera|dengue|lyme disease",
    "pleurisy|pulmonary embolism|embolism|thrombosis|dvt|aneurysm|heart murmur|irregular heartbeat|palpitation",
    "stent|angiogram|angioplasty|defibrillator|ecmo|echocardiogram|holter monitor|blood transfusion|transfusion",
    "gastric band|gastric bypass|bariatric|hiatus hernia|diverticulitis|pancreatitis|cirrhosis|jaundice|gallbladder",
    "appendix|appendicitis|tapeworm|food poisoning|norovirus|gastroenteritis|salmonella|dehydrated|dehydration|bloating",
    "cystitis|thrush|bacterial vaginosis|vasculitis|erectile dysfunction|impotence|infertility|infertile|sperm count",
    "egg freezing|embryo|embryo transfer|morning sickness|preeclampsia|gestational diabetes|postnatal depression|epidural",
    "contractions|stillbirth|ectopic|the pill|mirena|period pains|heavy periods|hot flushes|hot flashes",
    "prostate cancer|breast cancer|lung cancer|skin cancer|bowel cancer|remission|metastasis|radiation therapy|hospice",
    "palliative care|palliative|motor neurone disease|huntington's|tourette's|tourettes|asperger's|aspergers|dyslexia",
    "dyspraxia|stutter|stammer|bell's palsy|neuropathy|neuralgia|shingles|narcolepsy|sleep paralysis|night terrors",
    "borderline personality|personality disorder|psychosis|psychotic|manic|panic disorder|agoraphobia|claustrophobia",
    "self harming|eating disorders|binge eating|burnout|nervous breakdown|grief counselling|counselling session",
    "lactose intolerant|lactose intolerance|gluten intolerance|nut allergy|peanut allergy|penicillin allergy|bee sting",
    "colour blind|color blind|astigmatism|macular degeneration|detached retina|conjunctivitis|pink eye|stye|deaf|deafness",
    "cochlear implant|prosthesis|prosthetic leg|crutches|walking frame|zimmer frame|mobility scooter|colostomy bag|oxygen tank",
    "blood type|blood group|bmi|hba1c|a1c|psa test|psa level|viral load|t cell count|platelets|white blood cells|iron levels",
    "hypermobility|bunion|bunions|plantar fasciitis|tennis elbow|carpal tunnel|frozen shoulder|whiplash|herniated disc",
    "torn ligament|torn cartilage|acl|rotator cuff|bursitis|spinal stenosis|ankylosing spondylitis|osteoarthritis",
    "chronic fatigue|chronic fatigue syndrome|long covid|chronic pain|brain fog|brain tumour|brain tumor|brain injury",
    "raynaud's|sarcoidosis|addison's|cushing's|graves disease|hashimoto's|goitre|goiter|lupus|sjogren's|haemophilia",
    "hemophilia|thalassaemia|thalassemia|sickle cell|polycythaemia|iron deficiency|vitamin deficiency|anaphylactic",
    "flu|stomach flu|swine flu|bird flu|stomach bug|tonsillitis|chicken pox|scarlet fever|rubella|croup|rsv|strep throat",
  ),
);

/** Endings of the names of conditions and procedures. */
export const CONDITION_ENDINGS =
  /^[a-z]{4,}(?:itis|osis|aemia|emia|oma|opathy|algia|ectomy|oscopy|plasty|otomy|uria|rrhoea|plegia|phobia|ologist|iatrist|iatrician|stetrician|therapist)$/;
export const NOT_CONDITIONS: ReadonlySet<string> = new Set(
  (
    "diploma aroma oklahoma roma tacoma sonoma paloma academia bohemia diagnosis prognosis hypnosis osmosis coma " +
    "geologist biologist zoologist archaeologist archeologist meteorologist ecologist sociologist anthropologist " +
    "technologist astrologist criminologist entomologist volcanologist"
  ).split(" "),
);

/** After these, what follows names the condition or drug, whatever the word. */
export const MEDICAL_CUES: readonly string[] = [
  "diagnosed with",
  "diagnosis of",
  "diagnosis is",
  "suffer from",
  "suffers from",
  "suffering from",
  "allergic to",
  "symptoms of",
  "side effects of",
  "prescription for",
  "prescribed",
  "treatment for",
  "treated for",
  "tested positive for",
  "test results for",
  "refill my",
  "refill for",
  "dose of",
  "doses of",
  "dosage of",
  "milligrams of",
  "mg of",
  "tablet of",
  "tablets of",
  "recovering from",
  "surgery on",
  "operation on",
  "appointment for my",
  "cure for",
  "addicted to",
  "intolerant to",
  "positive for",
  "treatment of",
  "doctor says it is",
  "doctor says it's",
  "doctor says i have",
  "doctor said it is",
  "doctor said it's",
  "doctor said i have",
  "doctor thinks it is",
  "doctor thinks it's",
  "doctor thinks i have",
];

/** After these, a word that no dictionary knows is a drug. */
export const TAKING_CUES: readonly string[] = [
  "take my",
  "took my",
  "taking my",
  "order more",
  "order more of my",
  "more of my",
  "out of my",
  "refill my",
  "renew my",
  "forget my",
  "forgot my",
  "dose of my",
  "collect my",
  "milligrams of",
  "injection of",
  "reorder my",
  "reorder the",
  "refill the",
  "renew the",
  "pick up my",
];

/** "my X hurts", "pain in my X". */
export const COMPLAINTS =
  /^(hurts|hurt|aches|aching|itches|itchy|swollen|bleeding|infected|numb|sore|throbbing|burns)$/;
/** "my … tablets": the words between belong to the finding. */
export const REMEDIES =
  /^(tablets?|pills?|medications?|medicines?|meds|inhalers?|injections?|drops|cream|ointment|capsules?|prescriptions?|therapy|surgery|clinic|department|unit|scans?|treatment|shots?|jab|vaccine|tests?|results?|checks?|checkup|exam|examination|levels?|readings?|syrup|patch(es)?|infusion|dose|specialist|ward)$/;
