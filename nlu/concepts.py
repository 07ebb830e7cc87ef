"""What a message asks and what it is about, as coarse concepts.

N-grams learn words; a concept is what many words have in common. 胃镜, a filling and a
hearing aid are all things that insurance may pay for, and 几成, 比例 and "how much" ask
the same. A pair of what is asked and what it is about says most of the topic.
"""

from __future__ import annotations

import itertools
import re

from nlu.normalise import normalise

#: How often a concept and a pair count beside the many n-grams of a text.
_WEIGHT, _PAIR_WEIGHT = 2, 1

#: What is asked.
_ASKS = {
    "how_much": r"多少(?!年|天|岁|次)|几成|比例|百分之|百分比|报得[少多]|自[付负]|承担|免费|全免"
    r"|\b(?:how much|percent\w*|ratio|rate|proportion|share)\b|%",
    "whether": r"(?:能|可以|可不可以|给|可否|是否|算|在不在|在|属于|纳入)[^,.。!?]{0,8}(?:报|医保|社保|农合|刷卡|医疗保险)|报不报|是医保|报[销账]?[吗么不没嘛]|走医保"
    r"|\b(?:cover(?:ed|s|age)?|included?|pays? for|paid for|reimburs(?:able|ed)|eligible|on the card)\b",
    "how": r"怎么|怎样|如何|咋|流程|步骤|程序|手续"
    r"|\b(?:how (?:do|to|can|does|should)|procedure|process|steps?|apply|handle|deal with|go through)\b",
    "where": r"哪里|哪儿|在哪|去哪|哪个(?:部门|地方|单位|窗口|医院)|\bwhere|which (?:office|place|hospital)\b",
    "when": r"多久|多长时间|什么时候|何时|几天|几个月|期限|有效期|截止|时限"
    r"|\b(?:how long|when|deadline|until|valid(?:ity)?|how soon|how many (?:days|months|years))\b",
    "papers": r"材料|资料|证明|票据|发票|复印件|病历|清单"
    r"|\b(?:documents?|papers?|materials?|invoices?|receipts?|certificates?|records?)\b",
    "why": r"为什么|为什吗|为啥|为何|咋回事|怎么回事|凭什么|\bwhy|how come|reason\b",
    "contact": r"电话|热线|地址|几点|上班时间|客服|联系方式|窗口在"
    r"|\b(?:phone|hotline|telephone|number to call|address|opening hours|office hours|call)\b",
    "lookup": r"查|看看?(?:余额|明细|记录|到没)|明细|余额"
    r"|\b(?:check|query|inquir\w+|look up|balance|statement|find out)\b",
    "may": r"可以(?!报)|能不能|能否|可不可以|能用|能[办取借给用]|允许|\b(?:can|may|could|allowed|possible)\b",
    "must": r"必须|一定要|非要|要不要|需要|用不用|强制|\b(?:must|have to|need to|mandatory|compulsory|required)\b",
    "meaning": r"什么意思|是什么|啥意思|区别|怎么理解|\b(?:what (?:is|are|does)|meaning|difference|mean)\b",
    "dislike": r"不合理|不公平|太[贵慢难高低少]|不方便|不给|拒绝|拒不|推[诿脱]|投诉|举报|维权|态度|违法|合法"
    r"|\b(?:unfair|refus\w+|complain\w*|illegal|wrong|appeal|sue|rejected|denied)\b",
}

#: What it is about.
_ABOUT = {
    "insurance": r"医保|医疗保险|农合|合作医疗|医疗保障|医疗险"
    r"|\b(?:medical insurance|health insurance|yibao|cooperative|medical security)\b",
    "social": r"社保|社会保险|五险|\b(?:social (?:security|insurance)|shebao)\b",
    "pay_back": r"报销|报账|报帐|报消|报(?=[吗不了多几])|给报|能报"
    r"|\b(?:reimburs\w*|claim\w*|get money back|refund\w*|baoxiao)\b",
    "card": r"医保卡|社保卡|社会保障卡|医疗卡|卡(?!里|上的钱)|\b(?:cards?|ka)\b",
    "code": r"医保码|电子凭证|电子医保|电子社保卡|扫码|二维码|刷脸|\b(?:e-?voucher|electronic|qr|code|face)\b",
    "unusable": r"激活|启用|密码|锁|冻结|刷不[了出]|不能[用刷]|用不了|异常|失效|停用"
    r"|\b(?:activat\w*|passwords?|pin|locked|blocked|frozen|not work\w*|invalid|declined|can't be used|cannot be used)\b",
    "lost": r"丢|遗失|掉了|挂失|补[办卡领]|换[卡领新]|损坏|消磁|断了"
    r"|\b(?:lost|lose|loss|losing|stolen|replac\w*|reissue\w*|damaged|broken)\b",
    "first_card": r"办卡|制卡|领卡|申领|新办|办理?(?:社保卡|医保卡)|首次"
    r"|\b(?:apply for|get a|first|make a|collect|pick up|issue\w*)\b.{0,25}\bcards?\b",
    "account": r"个人账户|个账|账户|卡里|卡上|里面的钱|余额|返钱|返的|返[到款]|划入|划账|划拨|到账|打钱|打到"
    r"|\b(?:accounts?|balance|credited|money (?:in|on)|deposited|returned|money back every month)\b",
    "cash": r"取现|提现|取[出钱]|支取|现金|套现|变现|套[出取]"
    r"|\b(?:cash(?:ed)?|withdraw\w*|take (?:it |the money )?out|atm)\b",
    "family": r"家人|家庭|共济|绑定|亲情|家属|给(?:老婆|老公|父母|爸妈|孩子|爸|妈|家里)"
    r"|\b(?:family|parents'?|relatives?|share|mutual|bind|bound|spouse|wife|husband)\b",
    "pregnancy": r"怀孕|孕|产检|产妇|分娩|生孩子|生小孩|生娃|生育|顺产|剖|产前|流产|试管|二胎|三胎|产假"
    r"|\b(?:pregnan\w*|birth|childbirth|maternity|deliver\w*|prenatal|c-?section|cesarean|miscarriage|ivf|fertility|expecting|ha(?:ve|ving|d) (?:a|our|my) baby)\b",
    "baby": r"新生儿|婴儿|宝宝|出生|刚生|满月|小孩|孩子|儿童|\b(?:newborns?|bab(?:y|ies)|infants?|child(?:ren)?|kids?)\b",
    "gap": r"断[缴交保了]|停[缴交保]|中断|漏缴|没[有]?[交缴买]|未[交缴]|补[缴交]|欠费|逾期|错过|间断|空[了档]|等待期|辞职|离职"
    r"|\b(?:gap|stopp?(?:ed|ing)?|suspend\w*|interrupt\w*|missed|lapse\w*|arrears|back.?pay\w*|make up|waiting period|unpaid|quit\w*|resign\w*|break\w*|cut off)\b",
    "move": r"转移|转入|转出|转到|接续|合并|迁|换工作|新公司|换公司|调动|转走"
    r"|\b(?:transfer\w*|merge|combine|mov(?:e|ed|ing)|new (?:job|company|employer))\b",
    "join": r"参保|参加|投保|入保|办理?医保|登记|缴费|交费|交多少|缴多少|[买上办]医保|[买上]社保|保费|涨"
    r"|\b(?:enrol\w*|join\w*|premiums?|pay(?:ing|ment|s)?|insured?|register\w*|contribut\w*|sign up)\b",
    "freelance": r"灵活就业|自由职业|个体|自己[交缴]|自费缴|\b(?:freelanc\w*|self-?employed|flexible)\b",
    "retire": r"退休|退了休|养老金|年限|满\d+年|\b(?:retire\w*|years of (?:payment|contribution))\b",
    "school": r"学生|大学|学校|在校|毕业|\b(?:students?|college|university|school|graduat\w*)\b",
    "away": r"异地|外地|外省|跨省|省外|外市|外面|别的(?:城市|省|地方)|全国|联网|老家"
    r"|\b(?:another|other|different) (?:city|cities|province\w*|places?)|\b(?:off-?site|remote\w*|elsewhere|foreign places?|cross-?province|out of (?:town|province)|nationwide|hometown)\b",
    "filing": r"备案|\b(?:fil(?:e|ed|ing)|beian|record(?:ed|ing)?)\b",
    "referral": r"转诊|转院|转到.{0,6}医院|上级医院|\b(?:referral|referred|transfer\w*.{0,12}hospital)\b",
    "emergency": r"急诊|急救|抢救|突发|救护车|\b(?:emergency|rescue|ambulance|sudden\w*)\b",
    "inpatient": r"住院|出院|押金|床位|病房|住了.{0,3}院"
    r"|\b(?:hospitali[sz]\w*|inpatient|discharg\w*|ward|hospital (?:stay|deposit)|deposit)\b",
    "outpatient": r"门诊|门珍|挂号|看病|统筹|\b(?:outpatient|clinic|see a doctor|pooled|overall planning)\b",
    "chronic": r"慢性病|慢病|慢特|特病|门特|门慢|特殊(?:门诊|病种)|规定病种|高血压|糖尿病|透析|尿毒症"
    r"|\b(?:chronic|dialysis|hypertension|diabet\w*|special (?:disease|outpatient)|long-term)\b",
    "pharmacy": r"药店|药房|买药|\b(?:pharmac\w*|drug ?stores?|chemist)\b",
    "drug": r"药(?!店|房)|胰岛素|靶向|注射液|胶囊|颗粒|打针|一针|针剂|目录|[甲乙丙]类|单抗|替尼|他汀|沙坦|霉素|西林|洛尔|列净|鲁肽"
    r"|\b(?:drugs?|medicines?|medication|pills?|tablets?|injections?|insulin|catalog\w*|class [abc]|\w+(?:mab|nib|statin|sartan|cillin|gliflozin|glutide|prazole|azole))\b",
    "treatment": r"手术|治疗|检查|化验|ct\b|核磁|彩超|b超|造影|疫苗|役苗|牙|种植|康复|理疗|针灸|推拿|按摩|支架|植入|移植|假体|钢[板钉]|螺钉|耗材|髋|膝|股骨|起搏器|导管|吊瓶|挂水|输血|打针|注射|缝针|拔罐|艾灸|心电图|穿刺|活检|介入|微创|开刀|镜片|拐杖|护工|床位费|矫正|整形|体检|胃镜|肠镜|激光|假肢|助听|轮椅|眼镜|晶体|关节|搭桥|化疗|放疗|输液|心理|护理"
    r"|\b(?:surger\w*|operation|treatment|scan|mri|ct|pet|x-?ray|tests?|vaccin\w*|dental|teeth|tooth|implants?|therapy|rehab\w*|glasses|braces|wheelchair|hearing aid|acupuncture|massage|stents?|transplant\w*|lens|joints?|prosthe\w*|endoscop\w*|check-?up|pacemakers?|injections?|infusions?|drip|crutch\w*|biops\w*|screws?|hips?|knees?|plaster|root canal|filling|crown)\b",
    "illness": r"癌|瘤|炎|综合[征症]|肝|肾|肺|心脏|脑|骨折|中风|梗|乙肝|抑郁|白内障|结石|疝|痔|近视|自闭|瘫|咬伤"
    r"|\b(?:cancer|tumou?r|disease|hepatitis|stroke|heart|kidney|lung|fracture\w*|depression|cataract|autis\w*|arthritis|bitten|bite)\b",
    "serious": r"大病|大额|二次报销|重[大特]?疾?病"
    r"|\b(?:serious|major|critical|catastrophic|large).{0,12}(?:illness|disease|insurance|medical)|second(?:ary)? reimburs\w*\b",
    "hardship": r"低保|特困|贫困|五保|困难|残疾|救助|补贴|减免|优惠|扶贫|建档"
    r"|\b(?:poor|poverty|hardship|assistance|relief|subsid\w*|low.income|disab\w*|dibao|(?:financial|medical) aid)\b",
    "limits": r"起付|门槛|封顶|限额|额度|上限|最高|累计|\b(?:deductible|cap|ceiling|limits?|thresholds?|maximum|quota)\b",
    "work_injury": r"工伤|职业病|上班.{0,8}(?:伤|摔)|工地|工作时.{0,4}(?:伤|摔)"
    r"|\b(?:work.?(?:related )?injur\w*|at work|on the job|occupational|workplace)\b",
    "other_party": r"车祸|交通事故|肇事|对方|被.{0,3}打|打伤|第三(?:方|人)|全责"
    r"|\b(?:traffic|accident|assault\w*|third party|driver|hit by|at fault|liable)\b",
    "fraud": r"骗保|骗取|倒卖|冒用|借(?:给|卡|我|用)|出租|租卡|套现|假(?:发票|病历|住院)|挂床|回收|换(?:成)?(?:现金|钱|米|油)|兑现"
    r"|\b(?:fraud|fake|lend\w*|borrow\w*|sell\w*|illegal\w*|someone else's|rent|(?:into|for) cash)\b",
    "employer": r"公司|单位|老板|厂|用人|\b(?:company|employer|boss|factory|work unit)\b",
    "office": r"社保局|医保局|社保中心|医保中心|大厅|社区|村委|居委|税务|政府"
    r"|\b(?:bureau|office|counter|government|village|community|tax)\b",
    "law": r"第.{1,5}条|条例|法律|依据|\b(?:article|law|statute|regulation\w*|legal)\b",
    "foreign": r"外国|外籍|老外|港澳|台湾|境外|国外|护照|签证"
    r"|\b(?:foreign\w*|expat\w*|passport|visa|hong kong|macao|taiwan)\b",
}

#: What shows another field.
_OTHER = {
    "private": r"商业(?:保险|险|医疗)|平安|太平|人寿|泰康|众安|人保|友邦|重疾险|意外险|团险|补充医疗险|保单|理赔|退保|百万医疗|惠民保|保险公司"
    r"|\b(?:polic(?:y|ies)|insurers?|life insurance|renters?|homeowners?|auto insurance|annuit\w*|underwrit\w*|copay|cobra|hsa|hmo|ppo|aia|ping an)\b",
    "pension": r"养老|\b(?:pension|endowment|old.age|yanglao)\b",
    "labour": r"工资|加班|劳动(?:合同|仲裁|法)|辞退|开除|赔偿金|伤残|等级鉴定|\b(?:wages?|salary|dismiss\w*|fired|labou?r|compensation|severance)\b",
    "unemployment": r"失业|\b(?:unemploy\w*|jobless)\b",
    "housing": r"公积金|\b(?:provident|housing fund|gongjijin)\b",
    "bank": r"银行|信用卡|储蓄卡|贷款|存折|转账|\b(?:bank|transfer(?:red)? money|top.?up|exchange rate|direct debit|credit|debit|loan)\b",
    "other_card": r"(?:公交|地铁|加油|手机|电话|会员|银行|信用|储蓄|饭|购物|电|水|门禁|游戏)卡|身份证|驾驶?证|护照|图书证|居住证|残疾证|老年证|准生证|健康证"
    r"|\b(?:(?:id|library|sim|gift|bank|credit|debit|travel|gym|student|metro|bus|green|report|graphics) cards?|driv\w+ licen[cs]e|passport|puk)\b",
    "court": r"起诉|法院|律师|判[决刑处]|离婚|赔偿|责任|违约|合同|取保|拘留|\b(?:court|lawyer|lawsuit|divorce|damages|contract|marriage)\b",
    "abroad": r"美国|日本|英国|澳洲|澳大利亚|加拿大|德国|法国|韩国|新加坡|泰国|香港|台[湾灣]|健保"
    r"|\b(?:medicare|medicaid|obamacare|aca|nhs|ssa|ssdi|401k|ira|usa?|american?|states?|florida|california|texas|georgia|new york|ohio|japan\w*|uk|canad\w*|german\w*|austral\w*)\b",
    "advice": r"怎么治|吃什么|什么症状|挂什么科|严重吗|能治好|副作用|说明书|标准是多少|成功率|\b(?:symptoms?|diagnos\w*|side effects?|dosage|which doctor)\b",
    "family_planning": r"二胎政策|三胎政策|准生证|生育证|社会抚养费|计划生育|计生|独生子女",
    "subsidy": r"补贴|津贴|补助|奖励|\b(?:subsid\w*|allowances?|benefits?)\b",
}


def _compiled(patterns: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in patterns.items()}


_ASKED = _compiled(_ASKS)
_MATTERS = _compiled({**_ABOUT, **_OTHER})
#: Without any of these, a message may be of any field: 加油卡在外省能用吗.
_NAMED = frozenset({"insurance", "social", "pay_back"})


def matters(text: str) -> frozenset[str]:
    """Return what ``text`` is about, beyond insurance and being paid back."""
    return frozenset(_found(_MATTERS, normalise(text))) - _NAMED


def concepts(text: str) -> list[str]:
    """Return a mark for each concept in ``text`` and for each pair of both kinds."""
    plain = normalise(text)
    asked, about = _found(_ASKED, plain), _found(_MATTERS, plain)
    if not _NAMED & set(about):
        about.append("no insurance")
    single = [f"({name})" for name in [*asked, *about]]
    pairs = [f"({one}+{two})" for one, two in itertools.product(asked, about)]
    return single * _WEIGHT + pairs * _PAIR_WEIGHT


def _found(patterns: dict[str, re.Pattern[str]], plain: str) -> list[str]:
    return [name for name, pattern in patterns.items() if pattern.search(plain)]
