/** Said around an answer without making it anything else; "enter" and "erase" type it in. */
export const AROUND_ANSWERS =
  /^(um|uh|er|erm|ah|hmm|oh|yes|yeah|yep|no|sorry|okay|ok|it's|its|that's|thats|is|the|and|dash|hyphen|space|dot|double|triple|treble|please|hundred|thousand|plus|of|then|wait|i|mean|as|in|for|capital|enter|erase|input)$/;

/** Words of a request: with one of these the numbers beside it are no answer. */
export const REQUESTS =
  /^(set|add|play|turn|open|unlock|lock|dial|convert|start|pay|use|code|pin|number|card|weather|lookup|look|timer|alarm|what|what's|how|like|between|at|my|his|her|their|our|your|date|birth|birthday|born|spell|spelled|spelt|spells|spelling|name|named|surname|write|note|plate|license|licence|registration|reference|account|passport|postcode|zip|address|email|number|deliver|send|ship|find|navigate|go|take|tell|me|give|show|sing|count|channel|do|can|will|would|could|there)$/;
