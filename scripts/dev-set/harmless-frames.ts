/** Harmless sentences with a number, a time, a date or a thing drawn into them; see `harmlessSlot`. */
export const HARMLESS_FRAMES: readonly string[] = (
  "set a timer for <count> minutes and one for the rice|" +
  "turn the radiator in the bathroom to <count> percent|" +
  "skip forward <count> seconds|" +
  "what's <count> plus <count> minus <small>|" +
  "put <small> <food> in the basket|" +
  "set an alarm for <hour> <minute> tomorrow|" +
  "move my haircut to the <day> of <month>|" +
  "the car is booked in for <month> the <day> at <hour>|" +
  "is the <day> of <month> a weekday|" +
  "how many days are there until the <day> of <month>|" +
  "play the top <count> from the eighties|" +
  "turn it up by <small> notches|" +
  "the score was <small> <small> after extra time|" +
  "how much is <count> dollars in euros|" +
  "add <count> grams of <food> to the recipe|" +
  "roast it for <count> minutes, then turn it over|" +
  "go to channel <count>|" +
  "page <count>, please|" +
  "it's <count> miles from door to door|" +
  "we walked <count> blocks and took the lift to the <day> floor|" +
  "that comes to <count> pounds <count>|" +
  "how many <unit> are there in <count> <unit>|" +
  "who was number one in nineteen <count>|" +
  "the meeting starts at <hour> and ends at <hour> thirty|" +
  "order <small> boxes of <food> for the party|" +
  "let the lights fade over <count> minutes|" +
  "wake me in <count> minutes, i'm having a nap|" +
  "we'll be <count> people, so add <small> chairs|" +
  "the train's <count> minutes late again, what a surprise|" +
  "my appointment is on <month> the <day>, not before noon|" +
  "do <small> sets of <count> push ups with me|" +
  "the oven needs <count> more degrees, i think|" +
  "remind me on the <day> to read the meter|" +
  "what happened on the <day> of <month>|" +
  "put the holiday from the <day> to the <day> of <month>|" +
  "i've read <count> percent of the book|" +
  "lap time, one minute <count>|" +
  "play season <small>, episode <count>|" +
  "how far can i drive on <count> litres|" +
  "um, make it <count>, no, <count> degrees|" +
  "the recipe says <count> ounces of <food>, how much is that|" +
  "lower the blinds by <count> percent at <hour>"
).split("|");
