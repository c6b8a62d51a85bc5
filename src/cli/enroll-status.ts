/** Status with which scripts/enroll ends where the word was judged and found unusable; it has told why. */
export const UNUSABLE_STATUS = 3;
