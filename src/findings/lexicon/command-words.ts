/** The vocabulary of strict mode: what people say to a home, with no word that names anybody. */
export const COMMAND_WORDS: ReadonlySet<string> = new Set(
  [
    "a about add after afternoon again ahead air alarm alarms alert alerts all also am an and another any anything app",
    "are around as ask at audio away back bag basket bathroom be bedroom before begin below between bigger blinds blue",
    "book bread brew bright brighten brighter brightness broadcast brown buy by calendar call calls can cancel ceiling",
    "celsius change channel charge check chicken children's clean clear clock close coffee cold colour color come continue",
    "convert cook cool cooler copy could countdown current curtain curtains cut daily dark date day days decrease degree",
    "degrees delete dim dimmer dining dinner dishwasher do does don't done door down dry during each eggs email emails end",
    "enable disable entire evening event events every everything exit fahrenheit fan far fast faster find first flight floor",
    "food for forecast forward friday from front full game garage garden get give go going good green grocery hall hallway",
    "half has have hear heat heater heating hello help hey hi high higher home hot hour hours house how humidity hundred",
    "i i'd i'll i'm i've in inbox increase indoor inside into is it it's item items joke jokes june january february march",
    "april may july august september october november december just keep kids kitchen lamp last late later latest left less",
    "let level light lights like list lists listen living lock long louder low lower lunch mail make many me meeting",
    "meetings message messages microwave middle midnight milk minute minutes mode monday month more morning most move movie",
    "much music mute my need new news next night no noon not nothing now o'clock of off office ok okay on once one open or",
    "orange order other our out outside oven over pause percent phone pick pink play playing playlist please plug pm",
    "podcast pour power preheat preset previous purple put question quiet quieter radio rain raining read ready recent",
    "recipe red remind reminder reminders remove repeat reply reset restart resume right room rooms roast run saturday save",
    "say schedule scheduled scene screen search second seconds see send set setting settings shopping shot show shower",
    "shuffle shut shutters size skip sleep slow slower small snooze snow snowing some something song songs soon sound speaker",
    "speed start status still stop story stream sugar sunday sunny sunrise sunset switch take tea tell temperature than",
    "thank thanks that that's the them then there these they thing things this thousand thursday time timer timers times to",
    "today todo toilet tomorrow tonight too track traffic tuesday turn tv two unlock unmute until up upstairs downstairs us",
    "vacuum volume wait wake want warm warmer was wash washing watch water weather wednesday week weekend weekly weekday",
    "weekdays weekends well were what what's when when's where which while white who why wifi will wind window windows windy",
    "with work would yellow yes yesterday you your medium large light espresso latte cappuccino mocha americano ounce ounces",
    "single double triple cup cups pot cream black iced hot dark strong regular decaf extra little lot",
  ]
    .join(" ")
    .split(" "),
);
