/** What people say at home that tells nothing about anybody: devices, kitchen, lists, time, talk. */
export const HARMLESS_HOME: readonly string[] = lines(`
make the hallway a bit warmer before i come down
switch the heater off in the spare room
is the back door still open
put the lamp by the sofa on a warm white
all the lights out except the one on the landing
raise the blinds in the study to about half
fan on low please, and shut the window vent
don't turn the heating on before six tomorrow
what's the temperature of the fridge at the moment
run the robot hoover in the lounge while we're out
pause the tumble dryer for a minute
how long has the oven been on
start the coffee machine at ten to seven
set the thermostat schedule back to winter mode
can you make the bedroom light come on slowly
turn the telly down, i'm on the phone
mute the speakers in the conservatory
is there anything left in the dishwasher to put away
water the lawn for fifteen minutes after sunset
close the garage when it starts raining
how much power did the house use yesterday
activate movie night
the bulb in the hall has gone, order a new one
turn on the christmas lights
make it cooler in here, it's boiling
get the house ready for bed
what's the battery of the doorbell down to
turn the shower pump back on
show me who is at the door
the doorbell rang, tell them to leave it on the step
open the curtains on the first floor only
lock up downstairs but leave the cat flap alone
dim everything to ten percent after eleven
change the colour of the desk light to purple
switch the kettle on, i'm dying for a tea
preheat the oven to two hundred and twenty
boil two eggs for six and a half minutes, set a timer
add half a kilo of mince and a tin of chopped tomatoes
we need more cling film and kitchen roll
put two pints of semi skimmed on the list
take the yoghurt off my shopping list again
is parmesan already on the list
order the same dog food as last month
add a jar of marmite and some digestives
put heinz beans, kellogg's cornflakes and lurpak on the list
we're nearly out of fairy liquid
get three avocados, a lime and a bunch of coriander
how many tablespoons are there in a cup
what can i use instead of buttermilk
give me a recipe for chicken kiev
how do you make a proper caesar salad
what goes well with brussels sprouts
find a recipe for bakewell tart that isn't too sweet
how long does a victoria sponge take in a fan oven
what temperature should roast lamb be in the middle
read me the next step of the recipe
convert four ounces of butter to grams
is it okay to freeze cooked rice
double the recipe to serve eight
what's the difference between basil and rosemary
how hot is a jalapeno compared with a habanero
how much caffeine is in an earl grey
how do i get red wine out of a white carpet
suggest something with leeks and potatoes for dinner
set a second timer for the pasta, nine minutes
how much time is left on the pizza timer
add another three minutes to that
stop the alarm, i'm awake
wake me up twenty minutes earlier than usual
set an alarm for five forty five on weekdays
delete all of my alarms for the weekend
remind me in half an hour to take the bread out
remind me on thursday to put the recycling out
remind me to renew the tv licence in march
remind me to check the tyres before the long drive
when's my next appointment
what's on the calendar for the rest of the week
move the dentist to the sixteenth of october at ten past nine
put the car's service in for the second of june
book the meeting room for two hours tomorrow afternoon
clear my afternoon, i'm not feeling up to it
is the third of august a bank holiday
how many weeks are there until easter
what date is the last sunday in may
the boiler man comes on the twenty first between eight and twelve
dentist on the fourth of november at half past two
the wedding's on the fourteenth of july, block the whole weekend
our flight leaves at six twenty on the thirtieth
start the stopwatch when i say go
count to thirty out loud
what's the time on the other side of the world
good evening, what did i miss
that's not what i asked for
say that again, but slower
never mind, i found it
forget it, i'll do it myself
thanks, that was really helpful
yes please, go ahead
no, the other one
hang on, um, let me think
um, what was i going to say
oh, i see, that makes sense
no, no, stop, that's wrong
i don't understand, try again
sorry, i wasn't talking to you
that'll be all for now
you're getting better at this
can you whisper when it's late
speak a bit more clearly please
how are you feeling today
what can you do for me
tell me something i don't know
do you like living here
are you listening to me right now
i'm home, turn everything on
i'm off to bed now, good night
i'm bored, let's play a game
let's do a quiz about animals
pick a number between one and a hundred
roll two dice for me
heads or tails
tell the kids a story about a dragon
say happy birthday to everyone in the kitchen
tell mum the washing is done
ask dad if he wants a cup of tea
tell everyone dinner's on the table
let mom know i've left work
call my mother when you get a chance
ring my brother back later
text my boss that i'm running ten minutes late
message the landlord about the broken window
ask the neighbours to turn it down
tell my wife i'm at the shop, does she want anything
write to the school that he'll be an hour late today
let the team know the meeting has been put off
send a message to the family group, we're on our way
the parcel needs signing for, i'm in until four
did the postman come yet
has my order from the shoe shop been sent
when will the sofa be delivered
track my last parcel
the driver can leave it behind the shed
i never got a receipt for the lamp
cancel the subscription at the end of the month
i'd like to complain about the late delivery
the box was damaged when it arrived
can i change the delivery to next tuesday
how much did we spend on groceries in april
is my bank open on saturdays
what's the exchange rate for the euro today
i'd like to open a savings account
how do i dispute a charge on my card
tell me when my salary has arrived
what's the interest rate on a two year bond
has the rent gone out yet
put twenty pounds in the holiday pot
i forgot my password again
my card was declined at the till
what do i do when my pin is blocked
where can i find the sort code on a statement
do you need my postcode for that
what's an iban good for
please don't save my phone number
what counts as a strong password
how do i change my email address
they asked for my date of birth and i said no
which hospital ward does visitors on sundays
go to the second floor and turn left at the lift
the bathroom's at the end of the corridor on the right
turn right at the roundabout, then straight on
avoid the motorway if there's traffic
how long is my drive to work
is there a petrol station on the way
where did i park the car
find the nearest cash machine
is the supermarket open until ten
are there any good cafes near here
what time does the library close
when is the next bus into town
my feet hurt, where can we sit down
the lift's broken again on the ground floor
go up one floor and ask at the desk
`);

function lines(text: string): readonly string[] {
  return text.trim().split("\n");
}
