export type Answer = "yes" | "no" | "unanswered";

/** The person at the device, where there is one. */
export interface Conversation {
  /** Something to know or to do now. */
  say(text: string): void;
  /** A question that eyes or ears answer. */
  ask(question: string): Promise<Answer>;
}
