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
    "tinnitus|vertigo|concussion|fracture|fractured|sprain|sprained|slipped disc|back pain|chest pain|chest pains",
    "stomach ache|stomachache|toothache|headache|headaches|nausea|vomiting|fever|rash|cramps|period pain|palpitations",
    "dizziness|fainting|sore throat|overdose|suicidal|suicide|self harm|alcoholic|alcoholics anonymous|addiction",
    "eczema cream|nicotine patch|nicotine patches|cpap|sleep apnea|sleep apnoea|apnea|sickle cell|cystic fibrosis",
    "down syndrome|cerebral palsy|muscular dystrophy|endometriosis|pcos|polycystic|fibroids|lump|mastectomy|scoliosis",
    "aspirin|ibuprofen|paracetamol|acetaminophen|tylenol|advil|nurofen|codeine|morphine|tramadol|oxycodone|fentanyl",
    "metformin|warfarin|prozac|zoloft|xanax|valium|viagra|cialis|lipitor|ventolin|salbutamol|albuterol|prednisone",
    "prednisolone|levothyroxine|synthroid|gabapentin|pregabalin|citalopram|fluoxetine|sertraline|venlafaxine",
    "duloxetine|lithium|ritalin|adderall|ozempic|wegovy|mounjaro|humira|methotrexate|tamoxifen|heparin|digoxin",
    "furosemide|naproxen|diclofenac|cetirizine|loratadine|benadryl|zyrtec|claritin|nexium|zantac|gaviscon|imodium",
    "suboxone|ambien|melatonin|lorazepam|diazepam|temazepam|botox|keppra|seroquel|abilify|lexapro|wellbutrin",
  ),
);

/** Endings of the names of drugs. */
export const DRUG_ENDINGS =
  /^[a-z]{3,}(?:mycin|micin|cillin|pril|sartan|statin|formin|gliptin|glutide|azole|prazole|olol|dipine|thiazide|semide|azepam|azolam|oxetine|pram|traline|triptan|caine|profen|oxacin|cycline|vudine|tinib|mab|ciclovir|cyclovir|terol|tropium|asone|olone|barbital|codone|morphone|zepine|idone|apine)$/;
/** Ordinary words with such an ending. */
export const NOT_DRUGS: ReadonlySet<string> = new Set(
  "april cocaine program telegram diagram pram".split(" "),
);

/** Endings of the names of conditions and procedures. */
export const CONDITION_ENDINGS =
  /^[a-z]{4,}(?:itis|osis|aemia|emia|oma|opathy|algia|ectomy|oscopy|plasty|otomy|uria|rrhoea|plegia|phobia)$/;
export const NOT_CONDITIONS: ReadonlySet<string> = new Set(
  "diploma aroma oklahoma roma tacoma sonoma paloma academia bohemia diagnosis prognosis hypnosis osmosis coma".split(
    " ",
  ),
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
];

/** "my X hurts", "pain in my X". */
export const COMPLAINTS =
  /^(hurts|hurt|aches|aching|itches|itchy|swollen|bleeding|infected|numb|sore|throbbing|burns)$/;
/** "my … tablets": the words between belong to the finding. */
export const REMEDIES =
  /^(tablets?|pills?|medications?|medicines?|meds|inhalers?|injections?|drops|cream|ointment|capsules?|prescriptions?|therapy|surgery|clinic|scan|treatment|shots?|jab|vaccine|test|syrup|patch(es)?|infusion|dose|specialist|ward)$/;
