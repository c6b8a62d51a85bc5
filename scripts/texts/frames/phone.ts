import { lines } from "../frame-lines.js";

/** Telephone numbers. */
export const PHONE_COMMANDS = lines(`
call <phone>
call <phone> please
call the number <phone>
call me back on <phone>
call <first> on <phone>
ring <phone>
ring me on <phone>
dial <phone>
dial <phone> and put it on speaker
phone <phone>
text <phone>
text <phone> and say [i'm here|the parcel came|thanks]
send a text to <phone>
send a message to <phone> saying [hello|call me]
send the code to <phone>
message <phone> on whatsapp
fax it to <phone>
redial <phone>
block <phone>
block the number <phone>
who called from <phone>
who is <phone>
whose number is <phone>
save <phone>
save <phone> as <first>
save <phone> under [work|gym|plumber|school]
save the number <phone>
save this number <phone> for <full>
add <phone> to my contacts
add a contact, <full>, <phone>
add the number <phone> to <first>'s contact
store <phone> as the new number of the dentist
change my phone number to <phone>
change <first>'s number to <phone>
update my mobile to <phone>
note down <phone>
write down this phone number <phone>
remember this number <phone>
delete the number <phone>
forward my calls to <phone>
transfer the call to <phone>
set the emergency contact to <phone>
leave a voicemail at <phone>
video call <phone>
top up <phone>
send five pounds to <phone>
have your supervisor ring <phone>
have someone ring me on <phone>
contact me at <phone>
reach me at <phone> after <time>
try <phone>
try my work number <phone>
`);

export const PHONE_STATEMENTS = lines(`
my number is <phone>
my number's <phone>
my phone number is <phone>
my mobile is <phone>
my mobile number is <phone>
my cell is <phone>
my cell phone is <phone>
my landline is <phone>
my home phone is <phone>
my work number is <phone>
my new number is <phone>
my old number was <phone>
my whatsapp is <phone>
the number is <phone>
the number to call is <phone>
the phone number is <phone>
the best number is <phone>
the contact number is <phone>
the landline's <phone>
the surgery's number is <phone>
the fax number is <phone>
the phone number on the account is <phone>
the registered number is <phone>
her number is <phone>
his number is <phone>
their number is <phone>
<first>'s number is <phone>
<first>'s mobile is <phone>
<full>'s phone number is <phone>
it's <phone>
it's <phone> for <first>
<phone>
<phone> please
<phone> that's my [mobile|work number|landline]
<phone> save it as [work|the school|dad]
<phone> is the number
<phone> is <first>'s new number
<phone> is my number and my name is <full>
number <phone>
phone number <phone>
mobile <phone>
telephone <phone>
i'm on <phone>
i can be reached at <phone>
i keep getting calls from <phone>
i missed a call from <phone>
i have a new number <phone>
you can call me on <phone>
you can reach <first> at <phone>
you can get me on <phone> until <time>
no it's <phone>
no <phone>
no sorry the number is <phone>
if i don't answer try <phone>
if there's a problem ring <phone>
this is <full> on <phone>
this is <first>, my number is <phone>
i'm <full> and my telephone number is <phone>
what's your number <phone>
that's <phone>
area code <areacode> then <phone>
<phone> no sorry <phone>
my number is <phone> no wait <phone>
it's <phone> or maybe <phone>
the first one is <phone> the other <phone>
`);
