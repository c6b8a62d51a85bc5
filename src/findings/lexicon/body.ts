/** Parts of the body that hurt, break and are looked at. */
export const BODY =
  /^(ankles?|knees?|back|spine|chest|head|throat|stomach|tummy|belly|abdomen|arms?|legs?|foot|feet|toes?|toenails?|fingers?|thumbs?|hands?|wrists?|elbows?|shoulders?|neck|hips?|ribs?|ears?|eyes?|eyelids?|teeth|tooth|gums?|jaw|tongue|lips?|nose|sinus|sinuses|skin|scalp|heart|kidneys?|liver|lungs?|bladder|bowels?|breasts?|nipples?|testicles?|prostate|uterus|ovary|ovaries|cervix|groin|thighs?|calf|calves|shins?|muscles?|joints?|tonsils?|pelvis|rectum|anus|bum|urine|stool|stools|pee|poo|saliva)$/;

/** Before a part of the body: it is not well. */
export const UNWELL =
  /^(sore|swollen|itchy|itching|stiff|blocked|runny|upset|broken|sprained|twisted|bad|dodgy|bruised|infected|blurred|blurry|bleeding|numb|burning|aching|achy|painful|dislocated|torn|fractured|throbbing|inflamed|ingrown|pulled|dry|weak|cracked)$/;

/** Behind a part of the body: what ails it, or who sees to it. */
export const AILMENTS =
  /^(pains?|aches?|cramps?|infections?|surgery|problems?|trouble|condition|disease|disorder|failure|operation|injury|transplant|murmur|attack|rash|scans?|specialist|replacement|biopsy|spasms?|ulcers?|cancer|stones?|clinic|tests?)$/;

/** Complaints of a part of the body: "a lump in my breast". */
export const SIGNS =
  /^(blood|pains?|lumps?|rash|tingling|numbness|swelling|itch|itching|pressure|ache|spots?|bruise|stitches|burning|cramps?|spasm|infection|cut|wound|twinge|blister)$/;

/** "a kidney infection": the word before belongs to it, whatever it is. */
export const DISEASES =
  /^(disease|syndrome|disorder|infection|deficiency|palsy|sclerosis|dystrophy|tumou?rs?|cysts?|fracture|temperature|intolerance|poisoning|withdrawal|blockage)$/;

/** Words before those that make no disease of it: the room's temperature, "an infection". */
export const NOT_DISEASES =
  /^(the|a|an|room|oven|water|outside|inside|current|indoor|outdoor|air|what|body|set|my|this|that|any|no|house|fridge|freezer|right|average|core|cooking|and|of|for|in|is|computer)$/;
