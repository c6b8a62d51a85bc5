import { lines } from "../frame-lines.js";

/** PINs, codes, passwords. */
export const SECRET_COMMANDS = lines(`
unlock the [front door|back door|gate|safe|garage] with <code>
unlock with code <code>
unlock the door, <code>
unlock my phone <code>
open the [gate|garage|safe|garage door], code <code>
open the safe <code>
open sesame <code>
disarm the alarm <code>
disarm the alarm, the code is <code>
disarm with <code>
disarm the system, pin <code>
arm the alarm with <code>
turn off the alarm, <code>
turn off the alarm code <code>
turn off the security system with <code>
set the alarm code to <code>
set the door code to <code>
set the safe to <code>
set a new pin <code>
set my pin to <code>
set my password to <pass>
set the wifi password to <pass>
set the guest wifi to <pass>
change my pin to <code>
change my pin from <code> to <code>
change the code of the [front door|gate|shed] to <code>
change the lock code to <code>
change my password to <pass>
change the wifi password to <pass>
change the password for netflix to <pass>
change the passphrase to <pass>
reset my pin to <code>
reset the password to <pass>
log me in with <pass>
log in with the password <pass>
sign in with pin <code>
use pin <code>
use the code <code>
use my password <pass>
enter <code> as the pin
enter the code <code>
enter the password <pass>
type in the pin <code>
type the password <pass>
try the password <pass>
try <code> for the gate
confirm with pin <code>
confirm the payment with <code>
verify with <code>
authorise it, my pin is <code>
approve the transfer, code <code>
connect to the wifi, the password is <pass>
connect the printer with password <pass>
join the network with <pass>
tell <first> the door code is <code>
tell <first> the wifi password is <pass>
text <first> the gate code <code>
text the alarm code <code> to <first>
send <full> the password <pass>
give <first> the code <code>
save the password <pass>
save my pin <code>
remember my pin <code>
remember the gate code <code>
remember that the safe is <code>
note that the password is <pass>
write down the password <pass>
add the locker combination <code> to my notes
pair with code <code>
`);

export const SECRET_STATEMENTS = lines(`
the pin is <code>
my pin is <code>
my pin's <code>
my pin number is <code>
my card pin is <code>
my voice pin is <code>
my old pin was <code>
my bank pin is <code>
the pin for the sim is <code>
pin <code>
the code is <code>
the code's <code>
the door code is <code>
the front door code is <code>
the gate code is <code>
the code for the gate's <code>
the alarm code is <code>
the alarm's <code>
the garage code is <code>
the key safe is <code>
the key box code is <code>
the lock box is <code>
the combination is <code>
the safe combination is <code>
the padlock is <code>
the locker code is <code>
the entry code is <code>
the building code is <code>
the lift code is <code>
the access code is <code>
the security code for the alarm is <code>
the verification code is <code>
the one time code is <code>
the six digit code is <code>
the code they texted me is <code>
the passcode is <code>
my passcode is <code>
my phone passcode is <code>
my tablet code is <code>
our door code is <code>
our alarm code changed to <code>
her pin is <code>
his passcode is <code>
code <code>
passcode <code>
<code> is the code
<code> is my pin
<code> opens the [gate|shed|back door]
<code> for the alarm
it's <code> for the front door
just press <code> at the gate
the password is <pass>
my password is <pass>
my password's <pass>
my new password is <pass>
my old password was <pass>
my email password is <pass>
my bank password is <pass>
my memorable word is <pass>
my security word is <pass>
my mother's favourite and my password is <pass>
the wifi password is <pass>
the wi fi is <pass>
the wifi key is <pass>
the wifi is called guest and the password is <pass>
the network key is <pass>
the guest password is <pass>
the router password is <pass>
the hotspot password is <pass>
the passphrase is <pass>
the safe word is <pass>
the answer to the security question is <pass>
our wifi password is <pass>
our password is <pass>
his password is <pass>
password <pass>
password is <pass> all one word
wifi password <pass>
<pass> is the password
<pass> is the wifi password
<pass> that's the wifi
the login is <handle> and the password is <pass>
username <handle> password <pass>
no the password is <pass>
no it's <pass> the password
no the code's <code>
if the alarm goes off type <code>
if it asks for a password it's <pass>
when it beeps enter <code>
i think the code is <code>
i changed the pin to <code>
i changed the password to <pass>
i forgot, was it <code>
`);
