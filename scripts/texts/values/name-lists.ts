import { allLocales } from "@faker-js/faker";
import { mayTrainOn } from "../kept-apart.js";
import { plainName } from "./plain.js";

/** First and last names of one home of names; both at least twelve. */
export interface NameHome {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

/** Fewer than this is no list to draw from. */
const SMALLEST_LIST = 12;

function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(strings);
  return [];
}

function usable(names: readonly string[]): string[] {
  const plain = names.map(plainName).filter((name) => /^[a-z']{3,12}$/.test(name));
  return [...new Set(plain)].filter(mayTrainOn);
}

/** Names whose homes write in other letters, as their bearers write them in English. */
const WRITTEN_IN_ENGLISH: ReadonlyArray<readonly [first: string, last: string]> = [
  [
    "ahmed omar khalid yusuf tariq bilal hamza idris karim nabil rashid samir walid zaid faisal hassan ibrahim jamal " +
      "mustafa nasser fatima aisha layla noor huda salma rania yasmin zainab amina dalia farah hiba iman lina maha " +
      "nadia rasha samira soraya",
    "haddad khoury mansour najjar saleh shaheen farouk darwish nasser qureshi siddiqui rahman aziz hamdan bakri zayed " +
      "sabbagh halabi masri tawfiq barakat",
  ],
  [
    "wei ming xiu li jun fang hong yan lei mei ling xiaoling jing hao yifan zihan yuxuan chen bo qiang tao ning hui " +
      "lan ying shu kai feng guo jian zhen siu wai kwok mei-lin",
    "wang zhang liu chen yang huang zhao zhou xu sun zhu gao lin guo luo zheng liang xie tang deng feng cheung leung wong " +
      "kwan tsang ng fong",
  ],
  [
    "haruto sota yuto ren kaito riku hiroshi kenji takashi satoshi yui hina sakura aoi mio hanako keiko naoko yoko " +
      "akiko emi ayumi kazuki daichi shinji",
    "sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi yoshida yamada sasaki matsumoto inoue kimura " +
      "hayashi shimizu saito morita ogawa",
  ],
  [
    "minjun seojun jiho doyun hajun jisoo seoyeon minji hyejin eunji yuna sora jiwoo haneul taeyang sunghoon jaewon " +
      "youngsoo kyungsoo dahye",
    "kim lee park choi jung kang cho yoon jang lim han shin seo kwon hwang song hong yoo moon bae",
  ],
  [
    "dmitri sergei alexei nikolai ivan mikhail vladimir andrei oleg pavel olga svetlana natalia ekaterina irina tatiana " +
      "ludmila anastasia galina yelena oksana taras bohdan",
    "ivanov petrov sidorov volkov sokolov popov lebedev kozlov morozov novikov orlov pavlov smirnov kuznetsov shevchenko " +
      "kovalenko bondarenko tkachenko",
  ],
  [
    "avi noam itai yael tamar shira eitan omer lior gal roni dana michal yonatan ariel moshe rivka dov chaim",
    "cohen levi mizrahi peretz friedman azoulay katz shapira dayan avraham goldberg rosen amar segal ben-david",
  ],
  [
    "nikos giorgos yiannis dimitris kostas eleni maria katerina sofia vasiliki despina stavros panagiotis christos " +
      "ioanna foteini thanasis",
    "papadopoulos georgiou nikolaou pappas vlahos angelopoulos dimitriou economou karras makris samaras kostopoulos " +
      "antoniou",
  ],
  [
    "arash reza dariush farhad kaveh shirin parisa nasrin mehdi behnaz laleh roya siavash ramin somchai niran kanya " +
      "malai suda anong prasert",
    "hosseini ahmadi karimi moradi rezaei jafari shirazi tehrani farahani srisai chaiyasit wongsakul rattana sukhum " +
      "thongchai",
  ],
];

function home(first: readonly string[], last: readonly string[]): NameHome {
  return { first: usable(first), last: usable(last) };
}

/** English names first, then one home a language. */
export const ENGLISH_NAMES: NameHome = home(
  strings(allLocales["en"]?.person?.first_name),
  strings(allLocales["en"]?.person?.last_name),
);

export const NAME_HOMES: readonly NameHome[] = [
  ...Object.entries(allLocales)
    .filter(([locale]) => locale !== "en")
    .map(([, { person }]) => home(strings(person?.first_name), strings(person?.last_name))),
  ...WRITTEN_IN_ENGLISH.map(([first, last]) => home(first.split(" "), last.split(" "))),
].filter(({ first, last }) => first.length >= SMALLEST_LIST && last.length >= SMALLEST_LIST);

function listed(words: string): readonly string[] {
  return words.split(" ").filter(mayTrainOn);
}

/** The commonest English names, which most households hold. */
export const COMMON_FIRST = listed(
  "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony steven " +
    "andrew paul joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric " +
    "jonathan stephen larry justin scott brandon benjamin samuel gregory alexander patrick dennis mary patricia jennifer " +
    "linda elizabeth barbara susan jessica sarah karen nancy lisa margaret betty sandra ashley kimberly emily donna " +
    "michelle carol amanda melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna " +
    "brenda pamela nicole helen samantha katherine christine debra rachel carolyn janet maria heather diane julie joyce " +
    "victoria kelly christina joan evelyn lauren judith olivia martha cheryl megan andrea ann alice jean doris jacqueline " +
    "kathryn hannah julia gloria teresa sara sophie chloe ella amelia isla freya poppy evie harry oliver jack alfie " +
    "charlie oscar archie henry theo noah leo ethan logan mason liam aiden carter owen wyatt caleb",
);

/** Names that are words as well. */
export const WORD_NAMES = listed(
  "mark will rose may grace hunter bill dawn april june faith hope joy ivy daisy violet lily iris amber ruby jade pearl " +
    "crystal summer autumn sky star angel chance chase cliff dean drew frank gene grant harmony heath jack josh lance nick " +
    "norm pat penny pierce ray rich rob rocky rusty sandy stormy sue sunny ted victor wade ward art bob bud buck candy carol " +
    "chip christian clay cole colt dale destiny don duke earl eve forest ginger glen guy hazel holly honor jasmine jewel lane " +
    "laurel matt max melody merry miles olive page peg piper pip poppy prince reed robin rod royal sage scout serenity " +
    "sterling stone teddy trinity trip tucker tuesday wednesday willow winter wolf wren young baker cook rusty harper parker " +
    "skip brook river rowan basil herb misty gale cherry berry sherry brandy mercy patience constance blaze",
);

export const NICKNAMES = listed(
  "mikey bex gaz daz baz shaz caz tommo robbo johnno kitty dot bertie archie freddie billy jimmy bobby vinny ronnie donnie " +
    "lenny benny kenny denny sammy charlie chaz mags lizzie betsy bess tess fran frankie georgie jojo coco gigi didi zizi " +
    "nate zach jake josh abby maddy izzy ozzie ollie alfie ziggy woody buzz rex ace moose tank red curly sparky nessa trish " +
    "trixie roxy dee jay kay bea vee tj jd aj cj dj",
);

/** Surnames that most telephone books hold. */
export const COMMON_LAST = listed(
  "smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson " +
    "thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson walker young " +
    "allen king wright scott torres nguyen hill flores green adams nelson baker hall rivera campbell mitchell carter " +
    "roberts evans hughes edwards davies wood turner cooper ward bell murphy bailey kelly cox richardson patel khan shah " +
    "singh begum ali ahmed kaur macdonald stewart reid murray ross graham fraser kennedy o'brien o'connor o'neill byrne " +
    "doyle walsh gallagher brennan fletcher hargreaves pemberton featherstone boyle dixon lambert barker frost marsh",
);
