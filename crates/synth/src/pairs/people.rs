//! The people of a city of pairs: households, and persons from elsewhere.

use super::{LookAlike, PAIRS_CITY, PairRow};
use crate::names::names;
use crate::random::Random;
use utsushi_text::kana_to_half_width;
use utsushi_value::individual_number_check;

/// Parts of family names with readings: two make one. With the table of usual names they give some thousands, as a city has.
const FIRST: &[(&str, &str)] = &[
    ("山", "ヤマ"),
    ("川", "カワ"),
    ("田", "タ"),
    ("石", "イシ"),
    ("松", "マツ"),
    ("竹", "タケ"),
    ("杉", "スギ"),
    ("森", "モリ"),
    ("北", "キタ"),
    ("南", "ミナミ"),
    ("東", "ヒガシ"),
    ("西", "ニシ"),
    ("中", "ナカ"),
    ("上", "ウエ"),
    ("下", "シモ"),
    ("大", "オオ"),
    ("小", "コ"),
    ("高", "タカ"),
    ("長", "ナガ"),
    ("金", "カネ"),
    ("黒", "クロ"),
    ("白", "シラ"),
    ("赤", "アカ"),
    ("青", "アオ"),
    ("新", "ニイ"),
    ("古", "フル"),
    ("今", "イマ"),
    ("前", "マエ"),
    ("浜", "ハマ"),
    ("沢", "サワ"),
    ("広", "ヒロ"),
    ("国", "クニ"),
    ("富", "トミ"),
    ("島", "シマ"),
    ("岩", "イワ"),
    ("桜", "サクラ"),
    ("宮", "ミヤ"),
    ("神", "カミ"),
    ("塩", "シオ"),
    ("滝", "タキ"),
];
const LAST: &[(&str, &str)] = &[
    ("口", "グチ"),
    ("崎", "サキ"),
    ("沢", "ザワ"),
    ("島", "シマ"),
    ("本", "モト"),
    ("村", "ムラ"),
    ("野", "ノ"),
    ("原", "ハラ"),
    ("谷", "タニ"),
    ("井", "イ"),
    ("岡", "オカ"),
    ("塚", "ツカ"),
    ("浦", "ウラ"),
    ("辺", "ベ"),
    ("瀬", "セ"),
    ("木", "キ"),
    ("林", "バヤシ"),
    ("橋", "ハシ"),
    ("山", "ヤマ"),
    ("川", "カワ"),
    ("田", "ダ"),
    ("倉", "クラ"),
    ("尾", "オ"),
    ("江", "エ"),
    ("津", "ツ"),
    ("見", "ミ"),
    ("池", "イケ"),
    ("平", "ヒラ"),
];
/// Parts of given names.
const GIVEN: &[(&str, &str)] = &[
    ("優", "ユウ"),
    ("雄", "ユウ"),
    ("裕", "ユウ"),
    ("健", "ケン"),
    ("賢", "ケン"),
    ("真", "マサ"),
    ("正", "マサ"),
    ("雅", "マサ"),
    ("和", "カズ"),
    ("一", "カズ"),
    ("千", "チ"),
    ("智", "トモ"),
    ("友", "トモ"),
    ("直", "ナオ"),
    ("尚", "ナオ"),
    ("義", "ヨシ"),
    ("良", "ヨシ"),
    ("芳", "ヨシ"),
    ("恵", "エ"),
    ("秀", "ヒデ"),
    ("英", "ヒデ"),
    ("広", "ヒロ"),
    ("博", "ヒロ"),
    ("浩", "ヒロ"),
    ("幸", "ユキ"),
    ("由紀", "ユキ"),
    ("美", "ミ"),
    ("麻", "マ"),
    ("奈", "ナ"),
    ("沙", "サ"),
    ("陽", "ハル"),
    ("春", "ハル"),
    ("信", "ノブ"),
    ("伸", "ノブ"),
    ("敏", "トシ"),
    ("俊", "トシ"),
    ("清", "キヨ"),
    ("昭", "アキ"),
    ("明", "アキ"),
    ("孝", "タカ"),
    ("隆", "タカ"),
    ("克", "カツ"),
    ("勝", "カツ"),
    ("光", "ミツ"),
    ("充", "ミツ"),
    ("文", "フミ"),
    ("史", "フミ"),
    ("國", "クニ"),
    ("康", "ヤス"),
];
const MALE: &[(&str, &str)] = &[
    ("太", "タ"),
    ("太郎", "タロウ"),
    ("郎", "ロウ"),
    ("夫", "オ"),
    ("男", "オ"),
    ("彦", "ヒコ"),
    ("也", "ヤ"),
    ("樹", "キ"),
    ("人", "ト"),
    ("斗", "ト"),
    ("介", "スケ"),
    ("輔", "スケ"),
    ("司", "シ"),
    ("治", "ハル"),
    ("一", "イチ"),
    ("二", "ジ"),
    ("三", "ゾウ"),
    ("之", "ユキ"),
    ("行", "ユキ"),
    ("真", "マ"),
    ("平", "ヘイ"),
];
const FEMALE: &[(&str, &str)] = &[
    ("子", "コ"),
    ("美", "ミ"),
    ("恵", "エ"),
    ("江", "エ"),
    ("代", "ヨ"),
    ("枝", "エ"),
    ("香", "カ"),
    ("花", "カ"),
    ("菜", "ナ"),
    ("奈", "ナ"),
    ("乃", "ノ"),
    ("里", "リ"),
    ("紀", "キ"),
    ("穂", "ホ"),
    ("織", "オリ"),
    ("音", "ネ"),
    ("未", "ミ"),
    ("実", "ミ"),
    ("緒", "オ"),
    ("世", "ヨ"),
];

pub(super) struct Household {
    pub rows: Vec<PairRow>,
    pub look_alikes: Vec<(usize, usize, LookAlike)>,
}

/// Written form and reading.
pub(super) type Written = (String, String);

pub(super) struct Maker {
    pub random: Random,
    numbers: u64,
    individuals: u64,
}

/// A last year of birth; nobody is older than 100.
const THIS_YEAR: i32 = 2026;

impl Maker {
    pub fn new(random: Random) -> Maker {
        Maker { random, numbers: 0, individuals: 0 }
    }

    fn two(&mut self, first: &[(&str, &str)], last: &[(&str, &str)]) -> Written {
        let (a, b) = (*self.random.pick(first), *self.random.pick(last));
        (format!("{}{}", a.0, b.0), format!("{}{}", a.1, b.1))
    }

    /// Seven in ten have a name of the table of usual ones, the first of them most often.
    pub fn family(&mut self) -> Written {
        if self.random.chance(7, 10) {
            let families = &names().families;
            let name = &families[self.random.low(families.len() as u32) as usize];
            return (name.written.clone(), name.reading.clone());
        }
        self.two(FIRST, LAST)
    }

    pub fn given(&mut self, sex: usize, year: i32) -> Written {
        if self.random.chance(1, 3) {
            let name = names().given(&mut self.random, sex, year);
            return (name.written.clone(), name.reading.clone());
        }
        self.two(GIVEN, if sex == 0 { MALE } else { FEMALE })
    }

    pub fn birth(&mut self, first: i32, last: i32) -> String {
        let year = self.random.between(first, last);
        let month = self.random.between(1, 12);
        let days = [31, if year % 4 == 0 { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            [month as usize - 1];
        format!("{year:04}{month:02}{:02}", self.random.between(1, days))
    }

    /// An address in the city, written in one of several ways.
    pub fn address(&mut self) -> String {
        let town = self.random.pick(&names().towns);
        let (name, chomes) = (town.name, town.chomes);
        let ban = self.random.between(1, 60);
        let go = self.random.between(1, 30);
        match chomes {
            0 => format!("{PAIRS_CITY}{name}{ban}番地{go}"),
            _ => format!("{PAIRS_CITY}{name}{}丁目{ban}番{go}号", self.random.between(1, chomes as i32)),
        }
    }

    /// An address elsewhere.
    pub fn elsewhere(&mut self) -> String {
        let (city, town) = *self.random.pick(&names().elsewhere);
        format!("{city}{town}{}-{}", self.random.between(1, 40), self.random.between(1, 30))
    }

    pub fn number(&mut self) -> String {
        self.numbers += 1;
        format!("{:010}", self.numbers)
    }

    pub fn individual(&mut self) -> String {
        self.individuals += 1 + u64::from(self.random.below(90_000));
        let digits = format!("{:011}", 10_000_000_000 + self.individuals % 89_999_999_999);
        let mut first = [0; 11];
        first.iter_mut().zip(digits.bytes()).for_each(|(digit, byte)| *digit = byte - b'0');
        format!("{digits}{}", individual_number_check(first))
    }

    /// Kana as one of the old systems holds it: half or full width, with or without small kana.
    pub fn kana(&mut self, family: &str, given: &str) -> String {
        let full = format!("{family}\u{3000}{given}");
        if self.random.chance(1, 3) {
            return full;
        }
        let mut half = String::new();
        kana_to_half_width(&full.chars().map(large).collect::<String>(), &mut half);
        half
    }

    fn person(
        &mut self,
        family: &Written,
        given: &Written,
        sex: usize,
        birth: String,
        address: &str,
    ) -> PairRow {
        PairRow {
            file: "01.resident",
            address_number: self.number(),
            name: format!("{}\u{3000}{}", family.0, given.0),
            name_kana: self.kana(&family.1, &given.1),
            birth_date: birth,
            sex: (sex + 1).to_string(),
            individual_number: if self.random.chance(97, 100) { self.individual() } else { String::new() },
            address: address.to_owned(),
            ..PairRow::default()
        }
    }

    pub fn household(&mut self) -> Household {
        if self.random.chance(3, 100) {
            return self.foreigner();
        }
        let (family, address) = (self.family(), self.address());
        let (mut rows, mut look_alikes) = (Vec::new(), Vec::new());
        let size = self.random.between(1, 4);
        let year = self.random.between(1930, 2000);
        for member in 0..size {
            let (first, last) = match member {
                0 | 1 => (year - 4, year + 4),
                _ => ((year + 22).min(THIS_YEAR - 1), (year + 38).min(THIS_YEAR - 1)),
            };
            let sex = if member < 2 { member as usize } else { self.random.below(2) as usize };
            let birth = self.birth(first, last);
            let born = birth[..4].parse().unwrap_or(year);
            let given = self.given(sex, born);
            let row = self.person(&family, &given, sex, birth, &address);
            if member > 0 {
                look_alikes.push((0, rows.len(), LookAlike::SameAddress));
            }
            rows.push(row);
            // A twin: of the same day, often of the same sex, with a name that begins alike.
            if member >= 2 && self.random.chance(1, 25) {
                let other = self.twin(&given, sex, born);
                let birth = rows.last().map(|row: &PairRow| row.birth_date.clone()).unwrap_or_default();
                let twin = self.person(&family, &other, sex, birth, &address);
                look_alikes.push((rows.len() - 1, rows.len(), LookAlike::Twins));
                rows.push(twin);
            }
        }
        // A child who bears the parent's name in other characters.
        if size >= 3 && self.random.chance(1, 60) {
            let kana = rows[0].name_kana.clone();
            let (_, given) = rows[0].name.split_once('\u{3000}').unwrap_or_default();
            let written = format!("{}\u{3000}{}", family.0, other_kanji(given));
            let birth = self.birth((year + 22).min(THIS_YEAR - 1), (year + 38).min(THIS_YEAR - 1));
            let mut child = self.person(&family, &(String::new(), String::new()), 0, birth, &address);
            (child.name, child.name_kana) = (written, kana);
            look_alikes.push((0, rows.len(), LookAlike::ParentAndChild));
            rows.push(child);
        }
        Household { rows, look_alikes }
    }

    fn twin(&mut self, given: &Written, sex: usize, year: i32) -> Written {
        let lasts = if sex == 0 { MALE } else { FEMALE };
        let first = GIVEN.iter().find(|part| given.0.starts_with(part.0) && given.1.starts_with(part.1));
        match first {
            Some(part) => loop {
                let last = *self.random.pick(lasts);
                let twin = (format!("{}{}", part.0, last.0), format!("{}{}", part.1, last.1));
                if twin.0 != given.0 && twin.1 != given.1 {
                    return twin;
                }
            },
            None => loop {
                let twin = self.given(sex, year);
                if twin.0 != given.0 && twin.1 != given.1 {
                    return twin;
                }
            },
        }
    }

    fn foreigner(&mut self) -> Household {
        let nations = &names().nations;
        let nation = &nations[self.random.below(nations.len() as u32) as usize];
        let sex = self.random.below(2) as usize;
        let (family, given) = (self.random.pick(&nation.family), self.random.pick(&nation.given[sex]));
        let pair = |name: &crate::names::Name| (name.written.clone(), name.reading.clone());
        let (family, given) = (pair(family), pair(given));
        let (birth, address) = (self.birth(1950, 2005), self.address());
        let mut row = self.person(&family, &given, sex, birth, &address);
        row.name_roman.clone_from(&row.name);
        if self.random.chance(2, 3) {
            let (surname, year) = (self.family(), 1980);
            let given = self.given(sex, year);
            row.alias_name = format!("{}\u{3000}{}", surname.0, given.0);
        }
        Household { rows: vec![row], look_alikes: Vec::new() }
    }

    /// A person from elsewhere: who owns a house here, or has left the city long ago.
    pub fn stranger(&mut self) -> PairRow {
        let sex = self.random.below(2) as usize;
        let birth = self.birth(1930, 2005);
        let (family, given) = (self.family(), self.given(sex, birth[..4].parse().unwrap_or(1970)));
        let address = if self.random.chance(1, 4) { self.address() } else { self.elsewhere() };
        let mut row = self.person(&family, &given, sex, birth, &address);
        row.file = "03.person";
        if self.random.chance(4, 5) {
            row.individual_number.clear();
        }
        if self.random.chance(1, 10) {
            row.birth_date.clear();
        }
        row
    }
}

/// Old systems had no small kana.
fn large(character: char) -> char {
    match character {
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' => {
            char::from_u32(character as u32 + 1).unwrap_or(character)
        }
        _ => character,
    }
}

/// A given name of the same reading in other characters, where the first part has a sister.
fn other_kanji(given: &str) -> String {
    for (written, reading) in GIVEN {
        if let Some(rest) = given.strip_prefix(written) {
            let sister = GIVEN.iter().find(|(other, read)| read == reading && other != written);
            if let Some((other, _)) = sister {
                return format!("{other}{rest}");
            }
        }
    }
    format!("{given}一")
}
