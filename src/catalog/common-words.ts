/**
 * English and Chinese words that are also names of companies and products, for `newsgraph catalog check`: an alias
 * that is one of them needs rules. Gathered from names in stock indices and app stores that are plain words.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `a able above access ace act active adapt address  agency agent agree air align all alliance ally alpha
  amber amp anchor angel answer ant apple arc arch arena arm array art ascend aspect asset atlas aurora auto avalanche
  aware axis azure back balance ball band bank base basic batch bay beacon bear beat bed best beyond bill bird bit
  black blaze blend block bloom blue board bolt bond book boost box brain brave bread bridge bright broad bronze
  brown bubble build bullet bump business button cable cache call camp can canvas cap capital car carbon card
  care carrier case cash castle cell center centre chain change channel charge chart charter chase check chef chip
  choice circle city claim class clean clear click clip clock close cloud club coach coast code coin cold comet
  command common compass connect contact content control cook copper core corner cosmos crane create creation credit
  crest cross crown cube current cursor curve cut dash data date dawn day deal deep delta desk diamond digital direct
  discover discovery display dock dollar domain door dove draft dragon dream drift drive drop duo dynamic eagle early
  earth east easy echo edge edit eight element elevate ember emerge empire energy engine entity equity escape essential
  eternal event ever everest evolve express extra eye face fair falcon farm fast field fifth fig figure file film find
  fire first five fix flag flame flash fleet flex flow fluid fly focus ford forge form fort forward foundation fountain
  fox frame free fresh front frontier fuel full fund fusion future galaxy game gap garden gate gather gear gem general
  gentle giant gift glass global globe glow gold good grab grail grand graph gravity green grid grit ground group grow
  guard guardian guide hand harbor harmony hawk head health heart helix help here hero high hill home hook hope horizon
  horse host hotel house hub hunt ice icon idea image impact impulse independence index infinity ink inn insight
  inspire instant  interface iron island jade jet join journey joy jump just key kind king kit knight lab ladder
  lake lambda land lane lark laser launch layer lead leaf leap legend lemon lens level liberty life lift light lime
  limited line link lion liquid live lock loft loop lotus love loyal luck luna lunar lyric magic magnet mail main
  major maker manifest map maple march mark market marvel mask mass master match matrix matter max may meadow mean
  media meet melt memory mercury meta meteor metro micro mile mind mine mint mirror mission mobile mode model moment
  monday money monitor moon motion mountain move muse music native nature neighbor nest net network new news next night
  nine noble node noon north note nothing notion nova now null oak object ocean off oil olive omega on one only onyx open
  optimum option oracle orange orbit order origin orion outlook over oxygen pace pacific page paint palace palm panda
  paper parade park part partner pass patch path pay peak pearl peer pen perfect phase phoenix photon pick pilot pine
  pink pinnacle pioneer pixel place plan planet plant plate play plus pocket point polar pool pop port post power prime
  print prism pro probe progress project promise proof proper prophet pulse pump pure purple push puzzle quest quick
  radar radiant rain rally range rapid raven reach ready real record red reef relay remote render rent report rescue
  resolve response rest  ridge ring rise river road rocket root rose round route royal  run rush safe sage sail
  salt sand saturn scale scan school science scope score scout screen sea search season second secure seed select sense
  sentinel serve seven shadow shape share shark sharp shell shield shift ship shop shore show side sierra sight sigma
  sign signal silver simple single six sky slack slate sleep slim smart smile smoke snap snow soar social solar sol
  solid solo sonic sora soul sound source south space spark spear spectrum speed sphere spirit splash split spot spring
  sprint square stable stack staff stage standard star start state station stay steam steel stem step sterling stone
  store storm stream street stride strike stripe strong studio style success sugar suite summer summit sun super surface
  surge swan sweep swift switch symbol sync system table tackle talent talk tango tap target task team tech  
  temple tempo ten terra test texas text the theory thing think thread three thunder tide tiger time tip titan toast
  together token tool top torch total touch tower track trade trail train transfer transform transit travel tree trend
  tribe trident trigger trinity triumph true trust truth tube tune turbo turn twin two twist  ultra under union
  unique unit united unity universal universe up   urban valley value vault vector venture verge vertex
  vibe victory view vine violet virgin visa vision vista vital vivid voice volt volume wave way wealth weave web well
  west whale wheel whisper white wide wild will wind window wing winner winter wire wise wish  wolf wonder wood word
  work workday world wrap write yellow yes yield you young zebra zen zero zest zone zoom 
  苹果 平安 小米 大米 玉米 新希望 机器人 先锋 光明 长城 东方 太平 理想 联想 完美 世纪 巨人 光线 同方 紫光 银河 天堂
  民生 兴业 华夏 北京 上海 深圳 广州 南京 重庆 天津 中国 国家 公司 集团 银行 证券 保险 科技 技术 电子 汽车 地产 医药 能源
  电力 石油 钢铁 煤炭 黄金 黄山 青岛 春秋 吉祥 白云 人人 步步高 豆包 元宝 星火 盘古 混元 天工 快手 荣耀 坚果 石头 海豹
  海豚 海鸥 火星 木星 金星 水星 太阳 月亮 大海 高山 签证 预言机 目标 团结 快照 方块 贝壳 闪电 雪球 蚂蚁 菜鸟 瓜子 土豆
  芒果 柠檬 橙子 桃子 西瓜 汉 唐 宋 秦 元 传奇 征途 和平 王者 问道 梦幻 部落 荒野 口袋 钉子 企鹅 万象 亨通 大众 现代 起亚
  标志 野马 皮卡 甲壳虫 高尔夫 极光 发现 卫士`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
