import { lines } from "../frame-lines.js";

/** Names and words letter by letter. */
export const SPELLED_COMMANDS = lines(`
add a contact spelled <spelled>
add <first>, that's <spelledsame>, to my contacts
call <spelled>
change my name to <spelled>
change the spelling to <spelled>
correct my surname, it's <spelled>
enter <spelled>
enter the name <spelled>
find <spelled> in my contacts
find a street called <spelledstreet>
look for <spelled>
look up the name <spelled>
make that <spelled>
note the name, <spelled>
put it under <spelled>
put the booking under <spelled>
save it as <spelled>
search for <spelled>
search for the surname <spelled>
send it to <first>, spelled <spelledsame>
spell it <spelled>
type <spelled>
write <spelled>
write down the name <spelled>
update my last name to <spelled>
navigate to a town spelled <spelled>
sign it <initials>
monogram it with <initials>
`);

export const SPELLED_STATEMENTS = lines(`
it's spelled <spelled>
it's spelt <spelled>
it is spelled <spelled>
it's <spelled>
it's <last>, <spelledsame>
it's <first> with <initials> at the front
that's spelled <spelled>
that's <spelled>
that's <last>, <spelledsame>
that's <spelled> not <spelled>
my surname is <spelled>
my surname is spelled <spelled>
my last name is <spelled>
my last name's <last>, <spelledsame>
my first name is <spelled>
my name is <spelled>
my name's spelled <spelled>
my name is <first>, <spelledsame>
my name is <full>, that's <spelledsame>
my maiden name is spelled <spelled>
my initials are <initials>
my street is <spelledstreet>
my street is spelled <spelledstreet>
my town is spelled <spelled>
the name is <spelled>
the name's <spelled>
the name is <last>, <spelledsame>
the surname is spelled <spelled>
the booking is under <spelled>
the account is in the name <spelled>
the road is spelled <spelledstreet>
her name is <spelled>
her name is <first>, spelled <spelledsame>
her surname is <spelled>
his name is spelled <spelled>
his last name is <spelled>
their name is spelled <spelled>
you spell it <spelled>
you write it <spelled>
we spell it <spelled>
i spell it <spelled>
i spell my name <spelled>
<spelled>
<spelled> is my surname
<spelled> that's how you spell it
<spelled> is how it's written
<last>, <spelledsame>
<first>, spelled <spelledsame>
<first> <last>, that's <spelledsame>
<full>, <spelledsame>
spelled <spelled>
spelling <spelled>
letters <spelled>
no <spelled>
no it's <spelled>
no that's wrong it's <spelled>
no with <initials>
yes <spelled>
surname <spelled>
first name <spelled> last name <spelled>
can you spell that <spelled>
how is that spelled <spelled>
one word, <spelled>
`);
