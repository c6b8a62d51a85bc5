import { lines } from "../frame-lines.js";

/** Figures of which nobody says what they are, and short answers. */
export const DIGITS_COMMANDS = lines(`
write down <digits>
write this number <digits>
take a note <digits>
take down <digits>
note <digits>
make a note of this number <digits>
enter <digits>
type <digits>
type in <digits>
key in <digits>
punch in <digits>
repeat after me <digits>
read back <digits>
save <digits>
save this <digits>
copy <digits>
remember <digits>
remember this number <digits>
search for <digits>
search <digits>
look for number <digits>
press <digits>
play lottery numbers <digits>
add <digits> to my notes
put <digits> in the notes
send <digits> to <first>
text <first> the number <digits>
tell <first> it's <digits>
check number <digits>
scan <digits>
`);

export const DIGITS_STATEMENTS = lines(`
<digits>
<digits> please
<digits> thanks
<digits> is the number
<digits> that's it
<digits> i think
<answer>
<answer> please
the number is <digits>
the number's <digits>
the numbers are <digits>
the number i have is <digits>
my number there is <digits>
my numbers are <digits>
it's <digits>
it is <digits>
it says <digits>
it reads <digits>
that's <digits>
that would be <digits>
here it is <digits>
here goes <digits>
here's the number <digits>
okay so <digits>
then <digits>
and then <digits>
after that <digits>
no <digits>
no it's <digits>
no sorry <digits>
yes <digits>
yeah it's <digits>
starts with <digits>
ends with <digits>
number <digits>
let me see <digits>
one moment <digits>
i've got <digits> here
i have <digits> written down
on the back it says <digits>
on the box it's <digits>
not <digits> but <digits>
<digits> no wait <digits>
they gave me <digits>
she said <digits>
`);
