import { lines } from "../frame-lines.js";

/** Orders of drinks, meals and groceries: sizes, milks, toppings, amounts. */
export const ORDER_NEGATIVES = lines(`
can i have a <size> <drink>
can i get a <size> <drink> with <milk> milk
could i have a <times> <drink> to [go|drink here|take away]
i'd like a <size> <drink> with <small> shots and <milk> milk
i'd like a <ounces> ounce <drink> please
make it a <ounces> ounce
a <ounces> ounce <drink> with <small> shots
<size> <drink> no <sweetener>
<size> <drink> with <small> spoons of <sweetener>
<size> <roast> roast with room for milk
<roast> roast please
do you have a <roast> roast
can i get the <roast> roast in a <size>
order me a <size> <drink>
order a <times> <drink> with <sweetener>
i'll have the <drink> with <milk> milk and no foam
i'll take a <size> <drink> with [extra|light|no] <topping>
<times> shot [espresso|latte|flat white] on ice
make that a <times>
make mine <size>
i want a <drink> extra [hot|cold|strong|weak]
half caf <drink> with <milk> milk
decaf <drink> with <milk> milk and <sweetener>
<small> pumps of <sweetener> please
<small> pumps of vanilla and one of hazelnut
add a shot of <sweetener>
hold the [foam|ice|sugar|cream|lid]
no sugar in mine
with oat milk not <milk>
switch the milk to <milk>
is the <milk> milk [fresh|extra|free]
whipped cream on top
put <topping> on it
i'll have whatever is on tap
one pint of [lager|bitter|stout|cider|shandy]
a half of [lager|bitter|cider] please
two pints and a packet of crisps
a <times> [gin|vodka|whisky|rum] and tonic
gin and tonic with a slice of [lemon|lime|cucumber]
a bloody mary with extra tabasco
a tom collins and a shirley temple
one harvey wallbanger please
a virgin mary for me
an arnold palmer with ice
a glass of [house red|house white|rose|prosecco|champagne]
a rob roy on the rocks
a manhattan straight up
a moscow mule and a cuba libre
a long island iced tea
an irish coffee after dinner
an americano with <milk> milk on the side
a pot of [earl grey|darjeeling|assam|ceylon|jasmine|mint tea] for two
a cup of [earl grey|lady grey|camomile|ginger tea|lapsang]
earl grey hot
freshly squeezed [orange|apple|grapefruit|lime] juice
a <size> [mango|banana|berry|peach] smoothie with <milk> milk
an [apple|orange|carrot] and [mango|ginger|beetroot] juice no ice
<small> <drink> and <small> [muffins|scones|croissants|cookies]
that's <small> <drink> in total
order a <size> pizza with <topping>
order a <ounces> inch pizza with <topping> and <topping>
a <size> margherita and a <size> pepperoni
a pizza margherita with extra <topping>
half <topping> and half <topping>
thin crust with extra <topping>
stuffed crust no <topping>
can we get <small> pizzas with <topping>
a <times> cheeseburger no <topping>
a <times> burger with <topping> and a <size> fries
burger [rare|medium rare|medium|well done]
how would you like it, [rare|medium|well done]
a quarter pounder meal with a <size> <drink>
<ounces> ounce steak medium rare
the <ounces> ounce sirloin with peppercorn sauce
<ounces> chicken wings [mild|hot|extra hot]
<ounces> nuggets and a <size> shake
a foot long on [white|brown|italian] bread with <topping>
a sub with <topping> and <topping> toasted
a burrito bowl with <topping> no beans
<small> tacos with <topping>
a caesar salad without anchovies
a waldorf salad and some melba toast
a swiss cheese and ham sandwich
a reuben on rye
a club sandwich and a <drink>
a sloppy joe and a <size> <drink>
eggs benedict with <topping>
beef stroganoff with rice
chicken kiev and chips
<small> portions of brussels sprouts
a peach melba and a pavlova
one victoria sponge and a battenberg
a danish and a <size> <drink>
a <dish> with no <topping>
<dish> for [dinner|lunch|the table]
<dish> for one and <dish> for two
number <number> and number <number> from the menu
the set meal for <small> with egg fried rice
number <number> with extra rice
prawn crackers and <small> spring rolls
<small> naan and a [korma|madras|vindaloo|jalfrezi]
general tso's chicken extra spicy
fish and chips twice with mushy peas
sauce on the side please
extra <topping> on the side
gluten free if you have it
no nuts please
is there <topping> in the <dish>
what comes with the <dish>
the same again please
the usual please
same order as [last time|yesterday|last week]
reorder my last [pizza|coffee|takeaway|groceries]
cancel the [pizza|order|burger|takeaway]
change the <size> to a <size>
change my order to <small> <drink>
for here or to go
to go please
eat in please
can we have the bill
split the bill <small> ways
keep the change
how long will the <dish> take
is the kitchen still open
<number> grams of <food>
<small> kilos of <food> please
<small> pounds of <food> and half a pound of <food>
a dozen [eggs|bagels|oysters|doughnuts]
half a dozen [eggs|bagels|rolls]
<small> tins of [tuna|beans|tomatoes|sweetcorn]
<small> bags of <food>
a litre of <milk> milk
<small> pints of semi skimmed
a <ounces> ounce bag of <roast> roast
add a <size> bag of <food> to my basket
add <small> packs of <food> to the order
add <milk> milk and <sweetener>
we need <milk> milk <sweetener> and <fruit>
<small> <fruit> and <small> <fruit>
a punnet of <fruit>
a bunch of <fruit> and a jar of <sweetener>
a slice of [lemon|carrot|cherry|madeira] cake
two scoops of [lemon|cherry|mango|vanilla] with <topping>
a <size> tub of [chocolate|vanilla|pistachio|mint] ice cream
a cone with two scoops
a <size> popcorn half sweet half salted
a <size> slush in [blue|cherry|lime]
`);
