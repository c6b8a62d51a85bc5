import { lines } from "../frame-lines.js";

/** The house: devices, timers, alarms, lists, cooking. Nothing in them is anybody's. */
export const HOUSE_NEGATIVES = lines(`
turn [on|off] the <device>
turn [on|off] the <device> in the <room>
switch [on|off] the <device>
switch everything off [downstairs|upstairs|now]
turn the <room> lights <colour>
make the <room> <colour>
dim the <room> lights to <n> percent
set the brightness to <n> percent
set the lights in the <room> to <n> percent
set the <room> to <degrees>
set the heating to <degrees>
make it <small> degrees [warmer|cooler]
is it warm in the <room>
what's the temperature in the <room>
is the <device> still on
start the <device>
start the <device> at <time>
stop the <device> in <n> minutes
open the blinds in the <room>
close the curtains
lock the [front door|back door|car]
is the back door locked
open the garage
vacuum the <room>
clean the <room> on <weekday>
who left the <room> light on
it's too [bright|dark|hot|cold] in here
i'm cold
i'm going to bed
i'm home
we're leaving now
good night
good morning
good morning everyone
set a timer for <n> minutes
set a timer for <small> hours and <n> minutes
set a <n> minute timer
set a <n> second timer for the eggs
set another timer for the pasta for <small> minutes
set a pizza timer for <n> minutes
how long is left on the timer
add <small> minutes to the timer
cancel the <n> minute timer
count down from <n>
count to <n>
set an alarm for <time>
set the alarm to <time> on <weekday>
set an alarm for <day> at <time>
wake me at <time>
wake me up at <time> with <genre>
wake me in <n> minutes
cancel my <time> alarm
what alarms do i have
snooze for <n> minutes
snooze
stop
what time is it
what's the date
what day is <day>
is <day> a <weekday>
how many days until <day>
how many days until <holiday>
when is <holiday>
when is <holiday> this year
what year is it
add <food> to the shopping list
add <food> and <food> to the list
add <small> <food> to my list
add <small> tins of <grocery> to the list
add <n> grams of <food>
add <grocery> to the basket
add <food>, <food> and <food>
put <food> on the list
put <food> on the <shop> list
take <food> off the list
remove <food> from my list
what's on the shopping list
do we have any <food>
we need more <food>
we're out of <food>
buy <small> packs of <food>
order <food> from <shop>
order <small> boxes of <grocery>
order a <dish> from <shop>
get me a <cuisine> takeaway
reorder the <grocery>
find a recipe for <dish>
find a <cuisine> recipe with <food>
how do i make <dish>
how long do i cook <dish>
how long do i boil <food> for
how many calories are in <food>
preheat the oven to <big> degrees
roast it for <n> minutes at <big> degrees
how much <food> do i need for <small> people
what can i use instead of <food>
convert <n> <measure> to <measure>
how many <measure> are in a <measure>
how many <measure> in <n> <measure>
what is <n> times <n>
what's <n> plus <n>
what's <big> divided by <small>
what is <n> percent of <big>
what's the square root of <big>
how much is <big> <currency> in <currency>
what's the exchange rate of the dollar
roll a dice
flip a coin
pick a number between one and <n>
volume <small>
volume up
turn it up to <small>
set the volume to <n> percent
turn the volume down by <small>
channel <n>
go to channel <big>
switch to input <small>
skip forward <n> seconds
go back <n> minutes
next
pause
resume
remind me to water <thing>
remind me to take out <thing> at <time>
remind me about <thing> on <weekday>
remind me to buy <food>
remind me to pay <price>
remind me on <day> to check <thing>
remind me in <n> minutes
remind me to call <kin>
remind me to ring <kin> on <weekday>
set a reminder for <day>
set a reminder for the meeting at <time>
don't forget <thing>
i walked <big> steps today
i ran <small> miles
i drank <small> glasses of water
i slept <small> hours
i weigh <big> pounds
start a <n> minute workout
do <n> push ups with me
my goal is <big> steps
the score was <n> to <small>
i scored <n> points
it costs <price>
it was <price>
how much is <price> with tax
that's <price> each
split <price> between <small>
tip <n> percent on <price>
we need <small> chairs and <small> tables
there are <n> people coming
it's <n> miles away
it takes <n> minutes
page <n>
read page <big>
chapter <small>
lesson <n>
level <small>
season <small> episode <small>
row <small> seats <small> and <n>
size <small> shoes
platform <small>
terminal <small>
bus number <n>
flight mode on
room temperature
thirty degree wash for the towels
`);
