/** Towns and quarters, stations among them; each is kept for the development set (`isHeldOut`). */
export const TOWNS: readonly string[] = (
  "abingdon|aylesbury|banbury|barnstaple|basingstoke|bracknell|bridgend|colchester|conwy|coventry|crewe|denbigh|" +
  "dover|driffield|ealing|enfield|falmouth|glastonbury|guildford|hastings|hereford|horsham|ilkeston|kettering|" +
  "kirkcaldy|leominster|lerwick|lichfield|llandudno|louth|malvern|morecambe|northwich|penrith|penzance|" +
  "pontefract|redditch|ripley|rotherham|selby|shaftesbury|slough|southend|stowmarket|stranraer|taunton|thirsk|" +
  "totnes|truro|watford|weymouth|widnes|bayswater|brixton|putney|shoreditch|tooting|wandsworth|woolwich|" +
  "asheville|boise|boulder|brooklyn|cary|dayton|detroit|dubuque|duluth|hoboken|lansing|louisville|memphis|miami|" +
  "nashville|olathe|oxnard|provo|sioux falls|tallahassee|tempe|waukesha|yakima|bendigo|melbourne|tauranga|guelph|" +
  "fredericton|regina|toronto|chilliwack|yarmouth|galway|dundalk|barcelona|malaga|santander|salzburg|augsburg|" +
  "wiesbaden|magdeburg|utrecht|groningen|bergen|lisbon|brescia|cagliari|limoges|avignon|bydgoszcz|szczytno|" +
  "torun|plovdiv|rijeka|lviv|durban|mombasa|kisangani|abeokuta|maiduguri|madurai|udaipur|guwahati|sialkot|sendai|" +
  "hamamatsu|cusco|mendoza|maracaibo|palm springs|chapel hill|white plains|port elizabeth|chiang mai"
).split("|");

/** First words of streets, schools and parks. */
export const STREET_NAMES: readonly string[] = (
  "amber|archer|arundel|badger|balmoral|barn|belmont|birch|bluebell|burnside|canyon|cathedral|clifton|cobalt|" +
  "cowslip|cypress|daisy|ember|essex|fairview|falcon|glebe|greenway|hickory|horizon|jackson|kent|knight|lakeside|" +
  "lupin|lynx|malvern|maple|mayflower|meadowlark|mercer|montrose|orchard|pepper|pioneer|poplar|primrose|prospect|" +
  "quarry|rochester|salisbury|sandringham|snowdrop|starling|stirling|summit|tanner|vicarage|warwick|wellington|" +
  "yew|zinnia"
).split("|");

export const STREET_KINDS: readonly string[] =
  "street|road|avenue|lane|close|drive|crescent|court|way|place|terrace|mews|grove|gardens|square|hill|boulevard|parkway|walk|row".split(
    "|",
  );
