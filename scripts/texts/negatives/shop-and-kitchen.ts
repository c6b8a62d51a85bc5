import { lines } from "../frame-lines.js";

/** Cooking, clothes, tickets and seats, subscriptions, garden, pets, cars and tools. */
export const SHOP_AND_KITCHEN_NEGATIVES = lines(`
chop the <food> [finely|roughly|into cubes]
whisk <small> eggs with <sweetener>
fold in the <food>
simmer for <number> minutes
bake at [one eighty|two hundred|one sixty|two twenty] for <number> minutes
preheat the oven to [gas mark four|gas mark six|three fifty|four hundred]
stir in <small> spoons of <sweetener>
let the dough rest for <number> minutes
let the meat rest
add a pinch of [salt|saffron|nutmeg|paprika]
season with [basil|rosemary|sage|dill|bay leaves|mace]
a sprig of rosemary and some sage
drain the <food> and set it aside
fry the <food> until [golden|soft|brown|crisp]
grease a <ounces> inch tin
roll it out to <small> millimetres
what's next after the <food>
next step in the recipe
go back a step
how much <food> for <small> people
can i swap the <food> for <food>
how many ounces in <small> cups
double the recipe for <dish>
is <dish> better with <topping>
marinate it overnight
the sauce is too [thick|thin|salty|sweet]
the milk has gone off
the bread is in the [oven|cupboard|freezer]
the knife is [blunt|in the drawer|in the sink]
do you have the <garment> in [blue|black|green|a larger size]
a <garment> in size <number>
i need a size <number> <garment>
i'm a size <number> in <garment>
size <small> shoes [wide fit|narrow fit]
[small|medium|large|extra large] <garment> please
waist <number> leg <number>
a thirty two waist and a thirty four leg
my <garment> is too [tight|loose|long|short]
the <garment> shrank in the wash
the zip on my <garment> is stuck
return the <garment> and get a refund
order <small> pairs of [socks|tights|gloves]
i lost a button off my <garment>
iron the <garment>
wash the <garment> at [thirty|forty|sixty]
the <garment> was half price
row <number> seat <number>
<small> seats in row <number>
book seats <number> and <number> in row [A|B|C|F|K]
is seat <number> free
i'm in row <number> by the [window|aisle]
seat [A|B|C|D] in row <number>
an aisle seat near the [front|back|exit]
<small> tickets for <film>
<small> adults and <small> children
two returns and one single
<small> tickets in the [stalls|circle|upper tier|balcony]
gate <number> closes soon
platform <small> for the fast train
coach [A|B|C|D] seat <number>
what time do the doors open
screen <small> for <film>
cancel the subscription
cancel my [free trial|membership|subscription|plan]
pause my subscription until <month>
renew the subscription for a year
is the subscription [monthly|yearly|worth it]
how much is the <app> subscription
log me out of <app>
switch to the other account
how do i close an account
the account is [locked|closed|new|shared]
upgrade to the family plan
my card was declined
the payment went through
the card machine is broken
i paid in cash
my screen time was <small> hours
what was my screen time [today|yesterday|last week]
my screen time went up by <number> percent
my step count is <big>
my battery is at <number> percent
the phone needs charging
i've forgotten how to log in
where do i change the password
the wifi is slow
restart the router
leave the cat flap alone
leave the [window|gate|oven|blinds|pump] alone
leave the [letter box|tent|flap] open
don't touch the <tool>
where is the <tool>
pass me the <tool>
lend me a <tool>
charge the <tool>
i need a <tool> and <number> screws
a <small> millimetre drill bit
a pack of <number> nails
cut it to <number> centimetres
the shelf is <number> centimetres wide
the broken window
the broken window is in the <room>
fix the leak under the <household>
the <household> is [broken|dirty|blocked|loose|squeaking]
paint the <household> [white|green|grey]
clean behind the <household>
the <household> needs a new [handle|hinge|screw|filter]
i've got a new <household>
we bought a <household> in the sale
move the <household> to the <room>
measure the <household>
the first floor
it's on the [first|second|third|top|ground] floor
take the lift to floor <small>
the first floor is [cold|empty|quiet]
water the <plant> every <small> days
plant the <plant> in <month>
prune the <plant>
when do i prune the <plant>
the <plant> are in flower
ivy is growing up the wall
the ivy needs cutting back
the holly has berries
dig up the <plant>
mow the lawn on <weekday>
slugs ate my <plant>
plant them <number> centimetres apart
feed the <pet>
the <pet> needs feeding at <time>
the <pet> is asleep on the <household>
let the <pet> out
how long does a <pet> live
walk the dog at <time>
clean out the <pet>
buy <number> grams of <pet> food
our <pet> is <small> years old
check the tyre pressure
change the oil in the car
the car needs [petrol|a wash|new tyres|a service]
<number> litres of [diesel|unleaded]
put the jack in the boot
fill it up at pump <small>
the engine is making a noise
turn on the [wipers|headlights|hazard lights|heated seats]
put it in [first|second|third|reverse|neutral]
peg out the washing
hang it on the peg
`);
