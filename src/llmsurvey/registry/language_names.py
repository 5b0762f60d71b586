"""Names of languages in English, in Korean and in their own, by which people ask for a language.

From the Unicode CLDR, with the codes of ISO 639-2 and a few usual names beside. A language that isn't here is asked for
by the code that the registry gives it.
"""

from __future__ import annotations

from functools import cache

from llmsurvey.messages import Either
from llmsurvey.registry.names import Index

_LANGUAGES = """\
af, afr, Afrikaans, 아프리칸스어
ak, aka, Akan, 아칸어
am, amh, Amharic, 암하라어, አማርኛ
ar, ara, Arabic, 아랍어, العربية
as, asm, Assamese, 아삼어, অসমীয়া
az, aze, Azerbaijani, 아제르바이잔어, azərbaycan
be, bel, Belarusian, 벨라루스어, беларуская
bg, bul, Bulgarian, 불가리아어, български
bm, bam, Bambara, 밤바라어, bamanakan
bn, ben, Bangla, 벵골어, বাংলা, Bengali
bs, bos, Bosnian, 보스니아어, bosanski
ca, cat, Catalan, 카탈로니아어, català, Valencian
cs, ces, Czech, 체코어, čeština
cy, cym, Welsh, 웨일스어, Cymraeg
da, dan, Danish, 덴마크어, dansk
de, deu, German, 독일어, Deutsch, 독어
el, ell, Greek, 그리스어, Ελληνικά
en, eng, English, 영어, 영문
eo, epo, Esperanto, 에스페란토어
es, spa, Spanish, 스페인어, español, Castilian, 에스파냐어
et, est, Estonian, 에스토니아어, eesti
eu, eus, Basque, 바스크어, euskara
fa, fas, Persian, 페르시아어, فارسی, Farsi, 이란어
fi, fin, Finnish, 핀란드어, suomi
fr, fra, French, 프랑스어, français, 불어
ga, gle, Irish, 아일랜드어, Gaeilge
gl, glg, Galician, 갈리시아어, galego
gu, guj, Gujarati, 구자라트어, ગુજરાતી
ha, hau, Hausa, 하우사어
he, heb, Hebrew, 히브리어, עברית
hi, hin, Hindi, 힌디어, हिन्दी
hr, hrv, Croatian, 크로아티아어, hrvatski
hu, hun, Hungarian, 헝가리어, magyar
hy, hye, Armenian, 아르메니아어, հայերեն
id, ind, Indonesian, 인도네시아어, Indonesia
ig, ibo, Igbo, 이그보어
is, isl, Icelandic, 아이슬란드어, íslenska
it, ita, Italian, 이탈리아어, italiano
ja, jpn, Japanese, 일본어, 日本語, 일어
ka, kat, Georgian, 조지아어, ქართული
ki, kik, Kikuyu, 키쿠유어, Gikuyu
kk, kaz, Kazakh, 카자흐어, қазақ тілі
km, khm, Khmer, 크메르어, ខ្មែរ, 캄보디아어
kn, kan, Kannada, 칸나다어, ಕನ್ನಡ
ko, kor, Korean, 한국어, 한국말, 조선말
ku, kur, Kurdish, 쿠르드어, kurdî
ky, kir, Kyrgyz, 키르기스어, кыргызча, Kirghiz
la, lat, Latin, 라틴어, Latina
lb, ltz, Luxembourgish, 룩셈부르크어, Lëtzebuergesch
lg, lug, Ganda, 간다어, Luganda
ln, lin, Lingala, 링갈라어, lingála
lo, lao, Lao, 라오어, ລາວ, 라오스어
lt, lit, Lithuanian, 리투아니아어, lietuvių
lv, lav, Latvian, 라트비아어, latviešu
mi, mri, Māori, 마오리어, Maori
mk, mkd, Macedonian, 마케도니아어, македонски
ml, mal, Malayalam, 말라얄람어, മലയാളം
mn, mon, Mongolian, 몽골어, монгол, 몽고어
mr, mar, Marathi, 마라티어, मराठी
ms, msa, Malay, 말레이어, Melayu
mt, mlt, Maltese, 몰타어, Malti
my, mya, Burmese, 버마어, မြန်မာ, 미얀마어
nb, nob, Norwegian Bokmål, 노르웨이어, norsk bokmål, Norwegian
ne, nep, Nepali, 네팔어, नेपाली
nl, nld, Dutch, 네덜란드어, Nederlands, Flemish
ny, nya, Nyanja, 냔자어, Chichewa, Chewa
or, ori, Odia, 오리야어, ଓଡ଼ିଆ, Oriya
pa, pan, Punjabi, 펀잡어, ਪੰਜਾਬੀ, Panjabi, 펀자브어
pl, pol, Polish, 폴란드어, polski
ps, pus, Pashto, 파슈토어, پښتو, Pushto
pt, por, Portuguese, 포르투갈어, português
rn, run, Rundi, 룬디어, Ikirundi, Kirundi
ro, ron, Romanian, 루마니아어, română, Moldovan
ru, rus, Russian, 러시아어, русский
rw, kin, Kinyarwanda, 르완다어, Ikinyarwanda
sd, snd, Sindhi, 신디어, سنڌي
si, sin, Sinhala, 싱할라어, සිංහල, Sinhalese
sk, slk, Slovak, 슬로바키아어, slovenčina
sl, slv, Slovenian, 슬로베니아어, slovenščina
sn, sna, Shona, 쇼나어, chiShona
so, som, Somali, 소말리아어, Soomaali
sq, sqi, Albanian, 알바니아어, shqip
sr, srp, Serbian, 세르비아어, српски
st, sot, Southern Sotho, 남부 소토어, Sesotho, Sotho, 소토어
sv, swe, Swedish, 스웨덴어, svenska
sw, swa, Swahili, 스와힐리어, Kiswahili
ta, tam, Tamil, 타밀어, தமிழ்
te, tel, Telugu, 텔루구어, తెలుగు
tg, tgk, Tajik, 타지크어, тоҷикӣ
th, tha, Thai, 태국어, ไทย
tl, tgl, Tagalog, 타갈로그어, Filipino, 필리핀어
tn, tsn, Tswana, 츠와나어, Setswana
tr, tur, Turkish, 튀르키예어, Türkçe, 터키어
ts, tso, Tsonga, 총가어, Xitsonga
tw, twi, Twi, 트위어
uk, ukr, Ukrainian, 우크라이나어, українська
ur, urd, Urdu, 우르두어, اردو
uz, uzb, Uzbek, 우즈베크어, o'zbek
vi, vie, Vietnamese, 베트남어, Tiếng Việt
wo, wol, Wolof, 월로프어
xh, xho, Xhosa, 코사어, IsiXhosa
yi, yid, Yiddish, 이디시어, ייִדיש
yo, yor, Yoruba, 요루바어, Èdè Yorùbá
zh, zho, Chinese, 중국어, 中文, Mandarin, 중국말
zu, zul, Zulu, 줄루어, isiZulu
"""
"""A line for each language: its code in the registry (ISO 639-1), and what else it is called."""


def codes_of_language(name: str) -> list[str]:
    """Return the codes of the languages of that name or code, as the registry writes them; none for an unknown name."""
    return list(_names().get(name))


def names_of_languages() -> list[str]:
    """Return every name of a language that is long enough to be mistyped."""
    return [name for names in _table() for name in names[2:]]


@cache
def name_of_language(code: str) -> str:
    """Return the name of a language, in English with its Korean, by its code; the code itself where it isn't here."""
    return next((Either(names[2], names[3]) for names in _table() if names[0] == code), code)


def _table() -> list[list[str]]:
    return [line.split(", ") for line in _LANGUAGES.splitlines()]


@cache
def _names() -> Index[str]:
    return Index.of((name, names[0], names[0]) for names in _table() for name in names)
