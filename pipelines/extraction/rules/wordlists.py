"""Small closed lists: places, first names, and capitalised words that are no names."""


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.replace("\n", " ").split("|") if word.strip())


PLACES = _words(
    """United States|US|U.S.|USA|America|United Kingdom|UK|U.K.|Britain|England|Scotland|Wales|Ireland|France|Germany|Spain|Italy|Portugal|
    Netherlands|Belgium|Switzerland|Austria|Sweden|Norway|Denmark|Finland|Iceland|Poland|Ukraine|Russia|Czech Republic|Czechia|Hungary|Romania|
    Greece|Turkey|Israel|Egypt|Saudi Arabia|UAE|United Arab Emirates|Qatar|Kuwait|Bahrain|Oman|Iran|Iraq|India|Pakistan|Bangladesh|Sri Lanka|
    China|Hong Kong|Taiwan|Japan|South Korea|North Korea|Korea|Singapore|Malaysia|Indonesia|Thailand|Vietnam|Philippines|Australia|New Zealand|
    Canada|Mexico|Brazil|Argentina|Chile|Colombia|Peru|Uruguay|Nigeria|Kenya|South Africa|Ghana|Ethiopia|Morocco|Rwanda|Kazakhstan|Uzbekistan|
    Europe|Asia|Africa|Latin America|Middle East|North America|EU|European Union|Gulf|California|Texas|New York|Virginia|Nevada|Arizona|Ohio|
    Michigan|Wisconsin|Indiana|Louisiana|Mississippi|Tennessee|Georgia|Florida|Pennsylvania|New Jersey|Massachusetts|Washington|Oregon|Utah|Iowa|Wyoming|
    North Dakota|New Mexico|Missouri|Kansas|Oklahoma|Alabama|Colorado|Illinois|North Carolina|South Carolina|Kentucky|Delaware|San Francisco|Silicon Valley|Los Angeles|New York City|Seattle|
    Redmond|Boston|Chicago|Austin|Abilene|Memphis|London|Paris|Berlin|Munich|Brussels|Dublin|Madrid|Amsterdam|Zurich|Geneva|Stockholm|Tel Aviv|
    Beijing|Shanghai|Shenzhen|Hangzhou|Tokyo|Seoul|Delhi|New Delhi|Mumbai|Bangalore|Bengaluru|Sydney|Toronto|Montreal|Vancouver|Ottawa|Dubai|Abu Dhabi|Riyadh|
    Davos|Bay Area|Washington, D.C.|Washington D.C.|Wall Street|Manhattan|Brooklyn|Palo Alto|Mountain View|Menlo Park|San Jose|Santa Clara|Cupertino|
    Norfolk|Cambridge|Oxford|Deutschland|Frankreich|Europa|España|Francia|Alemania|Allemagne|Espagne|Estados Unidos|USA|États-Unis|Japón|China|Chine|Vereinigte Staaten|Großbritannien|Reino Unido|Royaume-Uni"""
)

DEMONYMS = _words(
    """American|British|English|French|German|Spanish|Italian|Dutch|Belgian|Swiss|Swedish|Norwegian|Danish|Finnish|Irish|Polish|Ukrainian|Russian|Czech|
    Austrian|Portuguese|Greek|Turkish|Israeli|Saudi|Emirati|Qatari|Indian|Pakistani|Chinese|Taiwanese|Japanese|Korean|South Korean|Singaporean|Malaysian|
    Indonesian|Thai|Vietnamese|Filipino|Australian|Canadian|Mexican|Brazilian|Argentine|Chilean|Nigerian|Kenyan|European|Asian|African|Californian|Parisian|
    Western|Latin American|Hungarian|Romanian|Kazakh|Brazil's"""
)

FIRST_NAMES = _words(
    """Aaron|Adam|Ai|Aidan|Alan|Albert|Alec|Alex|Alexander|Alexandr|Alexis|Ali|Alice|Alison|Amanda|Amy|Ana|Andre|Andrea|Andrej|Andrew|Andy|Angela|Anil|Anita|Anjney|Ann|Anna|Anne|Anthony|Anton|Aravind|Arthur|
    Arvind|Ashley|Barbara|Barret|Ben|Benjamin|Bernard|Bill|Bob|Brad|Brendan|Brett|Brian|Brockman|Bruce|Bryan|Caitlin|Carl|Carlos|Carol|Caroline|Catherine|Cathie|Charles|Charlie|Chris|Christian|Christina|Christine|
    Christopher|Claire|Clara|Clément|Colin|Connie|Craig|Cristiano|Dan|Dana|Daniel|Daniela|Dara|Dario|Dave|David|Dean|Deborah|Demis|Denis|Dennis|Devindra|Diane|Don|Donald|Doug|Douglas|Drew|Dustin|Ed|Edward|Elad|Eleanor|Elena|
    Elizabeth|Ellen|Elon|Emad|Emily|Emma|Emmanuel|Eric|Erik|Eugene|Eva|Evan|Fei-Fei|Felix|Fidji|Francis|Francois|François|Frank|Fred|Gabriel|Gary|Gavin|Geoffrey|George|Gina|Glenn|Grace|Graham|Greg|Gregory|Guillaume|Gwynne|
    Hannah|Harry|Harrison|Heather|Helen|Henry|Howard|Hugo|Ian|Igor|Ilya|Isabel|Ivan|Jack|Jacob|Jakub|James|Jamie|Jan|Jane|Jared|Jason|Jay|Jean|Jeff|Jeffrey|Jennifer|Jenny|Jensen|Jeremy|Jerome|Jerry|Jess|Jessica|Jim|
    Jimmy|Joanna|Joe|Joel|Joelle|Johan|Johannes|John|Johnny|Jon|Jonathan|Jony|Jordan|Joseph|Josh|Joshua|Juan|Julia|Julian|Julie|Justin|Kara|Karan|Karen|Karissa|Kate|Katherine|Kathryn|Katie|Kayla|Keith|Kelly|Ken|Kenneth|Kevin|Kim|Kirsten|Kristin|Kyle|
    Larry|Laura|Lauren|Lee|Leo|Leon|Liam|Liang|Lina|Linda|Lisa|Liz|Louis|Lucas|Lucy|Luis|Luke|Lulu|Madhumita|Marc|Marco|Margaret|Margrethe|Maria|Marie|Mark|Marques|Martin|Mary|Masayoshi|Mat|Matt|Matthew|Max|Maxwell|Megan|Melanie|Melissa|
    Michael|Michelle|Miguel|Mike|Mira|Mo|Mohammed|Mustafa|Nadia|Naomi|Nat|Natalie|Nathan|Neal|Neil|Nicholas|Nick|Nicolas|Nicole|Nikesh|Nina|Noah|Noam|Olivia|Oliver|Oscar|Pam|Parag|Pat|Patricia|Patrick|Paul|Paula|Pavel|Pete|
    Peter|Phil|Philip|Philippe|Pierre|Priya|Rachel|Rafael|Raj|Rajeev|Ralph|Raymond|Rebecca|Reed|Reid|René|Richard|Rick|Rita|Rob|Robert|Robin|Roger|Roland|Ron|Ronald|Rosa|Ross|Roy|Russell|Ruth|Ryan|Sam|Samantha|Samuel|Sandra|
    Sanjay|Sara|Sarah|Satya|Scarlett|Scott|Sean|Sebastian|Sergey|Shantanu|Shannon|Sharon|Shawn|Sheryl|Simon|Sofia|Sophia|Sophie|Stephanie|Stephen|Steve|Steven|Stuart|Sundar|Surya|Susan|Tae|Tareq|Ted|Teresa|Terry|Thomas|Tim|Timnit|Timothy|
    Tina|Todd|Tom|Tony|Torsten|Travis|Tyler|Ursula|Valerie|Vanessa|Vera|Victor|Victoria|Vinod|Vincent|Virginia|Vivek|Walter|Warren|Wendy|Wei|Will|William|Yann|Yoshua|Yvonne|Zach|Zachary|Zoe|Judge|President|Senator|Justice"""
)

# Capitalised words that begin sentences, headings or honorifics and are no names of organizations.
NO_NAMES = _words(
    """a|about|above|according|across|additionally|after|again|against|ago|all|almost|along|already|also|although|always|am|among|amid|an|analysts|and|another|any|anyone|anything|are|around|as|at|authors|
    back|based|be|because|become|been|before|behind|being|below|best|better|between|beyond|big|billion|both|breaking|but|buy|by|can|chairman|check|chief|chip|chips|click|co-founder|comments|companies|company|consider|continue|copyright|could|court|critics|customers|
    data|day|days|deal|deals|dear|despite|developers|did|do|does|don't|down|due|during|each|earlier|early|earnings|either|else|employees|engineering|enterprise|enterprises|even|eventually|ever|every|everyone|executives|executive|experts|
    few|filings|finally|financial|find|firms|first|five|follow|following|for|former|four|founded|founder|from|full|further|furthermore|future|get|getting|give|given|go|going|good|google's|governments|great|
    had|half|has|have|having|he|her|here|hers|high|him|his|how|however|i|if|image|images|importantly|in|including|indeed|industry|inside|instead|intelligence|interestingly|internet|into|investors|is|isn't|it|its|it's|itself|judge|judges|just|keep|key|know|
    lab|labs|large|last|late|later|latest|launch|launched|lawmakers|lawsuit|lawyers|learn|less|let|like|likely|long|look|looking|made|major|make|making|many|market|markets|may|maybe|me|meanwhile|media|members|might|million|model|models|money|more|moreover|most|mr|mr.|mrs|ms|ms.|much|must|my|
    named|nearly|neither|never|nevertheless|new|news|newsletter|next|no|none|nonetheless|not|note|nothing|notably|now|of|off|officials|often|old|on|once|one|only|open|opening|or|other|others|otherwise|our|out|over|overall|own|
    paid|part|partners|partnership|people|per|perhaps|photo|plus|please|podcast|policy|popular|posted|presented|president|press|previously|prior|privacy|products|publishers|put|questions|read|reading|recent|recently|regardless|regulators|related|report|reports|reporting|reportedly|representatives|research|researchers|residents|rival|rivals|round|
    said|same|save|say|says|second|see|senior|series|several|shares|she|should|show|sign|similarly|since|six|so|software|some|someone|something|sometimes|soon|source|sources|still|startup|startups|states|stock|stocks|stop|story|subscribe|such|supported|tech|technology|ten|terms|than|thank|thanks|that|that's|the|
    their|them|then|there|there's|therefore|these|they|they're|think|third|this|those|though|thousands|three|through|thus|time|to|today|together|tomorrow|too|top|topics|total|toward|towards|try|two|ultimately|under|unfortunately|unlike|unsurprisingly|until|unveiled|up|update|updated|upon|us|use|used|users|using|via|video|videos|view|views|
    want|was|watch|way|we|week|weeks|well|were|what|what's|whatever|when|where|whether|which|while|who|whose|why|will|win|with|within|without|won't|work|workers|working|world|would|year|years|yes|yesterday|yet|you|your|ceo|cfo|cto|coo|ipo|ai|api|gpu|gpus|cpu|llm|llms|agi|iag|ml|pc|saas|hbm|usd|eur|gbp|esg|q1|q2|q3|q4|pt|et|
    est|pst|pdt|edt|gmt|utc|am|pm|a.m.|p.m.|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|
    internationally|artificial|generative|general|disclosure|disclaimer|editor|editor's|correction|exclusive|opinion|analysis|brief|getty|shutterstock|written|credit|credits|advertisement|techcrunch event|
    west|east|north|south|seed|series a|series b|series c|series d|series e|series f|series g|series h|asset|assets|attorney|attorneys|authorities|authority|bill|board|business|class|congress|constitution|democrats|republicans|department|digital|district|donald|doing|fans|federal|fintech|gov|gov.|governor|human|internal|legal|meantime|mobile|musicians|nasdaq|nyse|nobody|none|notices|online|parents|
    plaintiffs|platform|politicians|power|prices|prime|programmers|project|prosecutors|protesters|quarterly|revenue|robotics|safety|sales|san|science|scientists|secretary|securities|security|senate|senators|share|shareholders|silicon|social|spokesperson|spokeswoman|spokesman|state|students|supreme|target|teams|tensions|vc|vcs|venture|voters|wall|white|women|men|writers"""
)
