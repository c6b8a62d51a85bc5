import { lines } from "../frame-lines.js";

/** Several kinds in one breath, as callers give them. */
export const SEVERAL_COMMANDS = lines(`
call <first> on <phone> and say i'm at <station>
text <phone> that <first> is at <venue>
tell <first> to meet me at <station> at <time>
tell <name> i'm stuck on <street>
tell <first> the code for <address> is <code>
send <full> to <address>
send the new card to <full> at <address>
send <first> the address, <address>, and the gate code <code>
email <email> that <full> lives at <address>
book a taxi for <full> from <station> to <address>
book a flight for <full> to <place>, passport <national>
book <first> into <school> for <weekday>
add <full>, phone <phone>, email <email>
add <full>, born <dob>, to the family
add <first>'s school, <school>, and the number <phone>
save <full>, <address>, <postcode>
ship it to <full>, <address>, <place>
ship it to <postcode>, name <full>, phone <phone>
remind me to bring <first>'s <drug> to <school>
remind <first> about <care> at <venue>
pick up <first> from <school> at <time>
pick <first> and <first> up from <venue>
drive <first> to <clinic> in <place>
what's the weather in <place> for <first>'s wedding
pay <full>, account <account>, sort code <sortcode>
transfer money to <full>, iban <iban>
register <plate> to <full>
change <first>'s number to <phone> and the email to <email>
tell doctor <last> that my <barecondition> is back
ask <first> in <place> to call <phone>
order <drug> to <address>
unlock for <first> with <code>
`);

export const SEVERAL_STATEMENTS = lines(`
i'm <full> from <place>
i'm <first>, i live at <address>
i'm <full>, born <dob>, postcode <postcode>
i'm <full>, my card number is <card>
i'm <full> and my order number is <reference>
i'm <full>, originally from <place>, and i'm <age> years old
my name is <full>, <spelledsame>, and my number is <phone>
my name is <full> and i live in <place>
my name is <full>, account number <account>
my name's <first> and my email is <email>
my name is <full> and my postcode is <postcode>
this is <full> from <place>, my reference is <reference>
this is <first>'s mum, he has <symptom>
this is doctor <last> from <venue>
name <full>, date of birth <dob>, phone <phone>
name <full> address <address>
<full>, <phone>
<full>, <email>
<full>, <postcode>
<full> from <place>
<full> in <place> has the keys
<first> goes to <school> in <place>
<first> lives in <place> with <first>
<first> is in <venue> with <condition>
<first> is at <venue> until <time>
<first>'s flight lands in <place> at <time>
<first>'s new address is <address>
<first>'s pin is <code>
<first>'s passport number is <national>
<first>'s wifi password is <pass>
<first> was born in <place> on <dob>
<first> gave <first> my address, <address>
<first> takes <drug> at <time>
doctor <last> at <venue> gave me <drug>
doctor <last> prescribed <dose>
we're meeting <first> and <first> in <place>
we're taking <first> to <venue>
my mother <first> lives in <place>
my sister <full> works at <venue>
my husband <first> has <condition>
my daughter <first> goes to <school>
my son <first> was born on <dob>
my son <first> is <age> years old and has <condition>
my neighbour <full> at <address> has a spare key
my doctor is doctor <last> in <place>
the card is in the name of <full>, number <card>
the booking is for <full>, reference <reference>
the car belongs to <full>, plate <plate>
the invoice goes to <full>, <email>
the party is at <first>'s, <address>
card <card>, name on the card <full>
pin <code>, card <card>
it's <last>, <spelledsame>, at <address>
it's <postcode>, <address>
`);
