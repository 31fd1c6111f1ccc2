//! How likely two rows are one person.
//!
//! Evidence is added up in bits, as Fellegi and Sunter do (A Theory for Record Linkage, JASA 64, 1969); all arithmetic is on
//! integers, in sixteenths of a bit, so that every machine gives the same score. The weights are our own tuning.

use super::folded::{Folded, Name, hash};
use super::reason::{Reason, Reasons};

/// Sixteenths of a bit.
pub type Bits = i32;

const BIT: Bits = 16;

/// Two rows with the same valid 個人番号: score 1, whatever else differs.
const CERTAIN: Bits = 40 * BIT;

/// Rows below which names are taken as rare as in a town of this size: few rows say nothing of how common a name is.
const TOWN: u64 = 20_000;

/// Places in the tables of names.
const PLACES: usize = 1 << 17;

/// How often each family and given name occurs, so that 佐藤 says less than a rare name.
#[derive(Debug)]
pub struct Frequencies {
    family: Vec<u32>,
    given: Vec<u32>,
    persons: u64,
}

impl Default for Frequencies {
    fn default() -> Self {
        Frequencies { family: vec![0; PLACES], given: vec![0; PLACES], persons: 0 }
    }
}

/// Where the parts of a name are counted.
pub type Places = (u32, u32);

/// The places of a reading's family and given name.
pub fn places(kana: &str) -> Places {
    let (family, given) = parts(kana);
    let place = |kind: u8, part: &str| (hash(kind, &[part]) % PLACES as u64) as u32;
    (place(3, family), place(4, given))
}

/// Family name and the rest.
fn parts(name: &str) -> (&str, &str) {
    name.split_once(' ').unwrap_or((name, ""))
}

impl Frequencies {
    /// Counts a person.
    pub fn add(&mut self, (family, given): Places) {
        self.family[family as usize] += 1;
        self.given[given as usize] += 1;
        self.persons += 1;
    }

    /// Persons counted.
    pub fn persons(&self) -> u64 {
        self.persons
    }

    /// Bits that say how rare something is that `count` persons share.
    fn rarity(&self, count: u32) -> Bits {
        log2(self.persons + TOWN) - log2(u64::from(count) + 20)
    }

    /// How rare a reading is: family name and given name.
    fn of(&self, kana: &str) -> (Bits, Bits) {
        let (family, given) = places(kana);
        let family = self.rarity(self.family[family as usize]);
        match kana.contains(' ') {
            true => (family, self.rarity(self.given[given as usize])),
            // One part is both.
            false => (family, 4 * BIT),
        }
    }

    /// The odds before anything is known: in a large city any two rows are less likely to be one person.
    fn prior(&self) -> Bits {
        -log2(self.persons.max(TOWN)) - 3 * BIT
    }
}

/// log₂ in sixteenths, rounded down, of a number above 0.
fn log2(number: u64) -> Bits {
    let number = number.max(1);
    let whole = number.ilog2();
    // 2^15 to 2^16, squared four times: each time the next binary digit of the logarithm.
    let mut rest = match whole > 15 {
        true => number >> (whole - 15),
        false => number << (15 - whole),
    };
    let mut bits = whole as Bits;
    for _ in 0..4 {
        rest = (rest * rest) >> 15;
        bits *= 2;
        if rest >= 1 << 16 {
            bits += 1;
            rest >>= 1;
        }
    }
    bits
}

/// What a comparison came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Score {
    /// All evidence, sixteenths of a bit: 0 is one in two.
    pub bits: Bits,
    /// On what grounds.
    pub reasons: Reasons,
}

impl Score {
    /// The score in thousandths: how likely, 1000 for the same 個人番号 alone.
    pub fn thousandths(self) -> u16 {
        if self.reasons.has(Reason::IndividualNumber) { 1000 } else { thousandths(self.bits) }
    }
}

/// 2 to the power of 0 to 15 sixteenths.
const ROOTS: [f64; 16] = [
    1.0,
    1.0442737824274138,
    1.0905077326652577,
    1.1387886347566916,
    1.189207115002721,
    1.241857812073484,
    1.2968395546510096,
    1.3542555469368927,
    std::f64::consts::SQRT_2,
    1.4768261459394993,
    1.5422108254079407,
    1.6104903319492543,
    1.681792830507429,
    1.7562521603732995,
    1.8340080864093424,
    1.9152065613971474,
];

/// Bits as a probability in thousandths, at most 999.
fn thousandths(bits: Bits) -> u16 {
    let bits = bits.clamp(-20 * BIT, 20 * BIT);
    let whole = (1u64 << (bits.div_euclid(BIT) + 20)) as f64 / (1u64 << 20) as f64;
    let odds = whole * ROOTS[bits.rem_euclid(BIT) as usize];
    // Only exact or correctly rounded operations: the same everywhere.
    ((odds / (1.0 + odds) * 1000.0) as u16).min(999)
}

/// The bits from which a score in thousandths is reached.
pub fn bits_for(wanted: u16) -> Bits {
    (-40 * BIT..=40 * BIT).find(|bits| thousandths(*bits) >= wanted.min(999)).unwrap_or(40 * BIT)
}

/// Compares two persons. It makes no difference which comes first.
pub fn compare(a: &Folded<'_>, b: &Folded<'_>, frequencies: &Frequencies) -> Score {
    let mut reasons = Reasons::default();
    let mut bits = frequencies.prior();
    if a.individual != 0 && b.individual != 0 {
        if a.individual == b.individual {
            reasons.add(Reason::IndividualNumber);
            bits = CERTAIN;
        } else {
            reasons.add(Reason::IndividualNumberDiffers);
            bits -= 15 * BIT;
        }
    }
    if let Some(reason) = a.birth.compare(b.birth) {
        reasons.add(reason);
        bits += match reason {
            Reason::BirthEqual => 14,
            Reason::BirthSwapped => 8,
            Reason::BirthEra => 7,
            Reason::BirthDigit => 4,
            Reason::BirthMonth => 9,
            Reason::BirthYear => 4,
            _ => -9,
        } * BIT;
    }
    if a.sex != 0 && b.sex != 0 {
        let (reason, weight) = if a.sex == b.sex { (Reason::Sex, 1) } else { (Reason::SexDiffers, -6) };
        reasons.add(reason);
        bits += weight * BIT;
    }
    if a.address != 0 && a.address == b.address {
        reasons.add(Reason::Address);
        bits += 7 * BIT;
    } else if a.town != 0 && b.town != 0 {
        let (reason, weight) =
            if a.town == b.town { (Reason::Town, 2) } else { (Reason::AddressDiffers, -1) };
        reasons.add(reason);
        bits += weight * BIT;
    }
    let (name, of_name) = names(a, b, frequencies);
    reasons.0 |= of_name.0;
    bits += name;
    if reasons.has(Reason::IndividualNumber) {
        bits = bits.max(CERTAIN);
    }
    Score { bits, reasons }
}

/// The best that any name of one says with any name of the other.
fn names(a: &Folded<'_>, b: &Folded<'_>, frequencies: &Frequencies) -> (Bits, Reasons) {
    let mut best: Option<(Bits, Reasons)> = None;
    for (i, of_a) in a.names().iter().enumerate() {
        for (j, of_b) in b.names().iter().enumerate() {
            let (mut bits, mut reasons) = name(of_a, of_b, frequencies);
            if i > 0 || j > 0 {
                bits -= BIT;
                reasons.add(Reason::OtherName);
            }
            if best.is_none_or(|best| (best.0, best.1.0) < (bits, reasons.0)) {
                best = Some((bits, reasons));
            }
        }
    }
    best.unwrap_or_default()
}

fn name(a: &Name<'_>, b: &Name<'_>, frequencies: &Frequencies) -> (Bits, Reasons) {
    let kana = kana(a.kana, b.kana);
    let kanji = kanji(a, b);
    let mut reasons = Reasons::default();
    reasons.0 |=
        kana.map_or(0, |reason| 1 << reason as u8) | kanji.map_or(0, |(reason, _)| 1 << reason as u8);
    let known = [a.kana, b.kana].into_iter().filter(|kana| !kana.is_empty());
    // The commoner of two readings says less.
    let rare = known.clone().map(|kana| frequencies.of(kana)).reduce(|x, y| (x.0.min(y.0), x.1.min(y.1)));
    let (family, given) = rare.unwrap_or((6 * BIT, 6 * BIT));
    let whole = (family + given).clamp(6 * BIT, 19 * BIT);
    let written_alike = matches!(kanji, Some((Reason::Kanji | Reason::KanjiVariant, _)));
    let one_apart = matches!(kanji, Some((Reason::KanjiClose, _)));
    let written_apart = matches!(kanji, Some((Reason::KanjiDiffers, _)));
    let given_alike = kanji.is_some_and(|(_, given_alike)| given_alike);
    let bits = match kana {
        Some(reason @ (Reason::Kana | Reason::KanaOrder)) => {
            let order = if reason == Reason::KanaOrder { BIT } else { 0 };
            let kanji = match (written_alike, one_apart, written_apart) {
                (true, ..) => 3,
                (_, true, _) => -2,
                (.., true) => -6,
                _ => 0,
            };
            whole - order + kanji * BIT
        }
        Some(Reason::KanaClose) if written_alike => whole - 2 * BIT,
        Some(Reason::KanaClose) if one_apart => -6 * BIT,
        Some(Reason::KanaClose) if written_apart => -8 * BIT,
        Some(Reason::KanaClose) => whole - 9 * BIT,
        Some(Reason::KanaGiven) if written_alike => whole - 5 * BIT,
        Some(Reason::KanaGiven) if given_alike => given - 3 * BIT,
        Some(Reason::KanaGiven) if written_apart => given - 11 * BIT,
        Some(Reason::KanaGiven) => given - 5 * BIT,
        Some(_) if written_alike => whole - 7 * BIT,
        Some(_) => -12 * BIT,
        None if written_alike => whole - BIT,
        None if one_apart => 0,
        None if given_alike => given - 6 * BIT,
        None if written_apart => -10 * BIT,
        None => 0,
    };
    (bits, reasons)
}

fn joined(name: &str) -> String {
    name.chars().filter(|character| *character != ' ').collect()
}

/// What two readings say; `None` where one is blank.
fn kana(a: &str, b: &str) -> Option<Reason> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    if a == b {
        return Some(Reason::Kana);
    }
    let (whole_a, whole_b) = (joined(a), joined(b));
    if whole_a == whole_b {
        return Some(Reason::Kana);
    }
    let sorted = |name: &str| {
        let mut parts: Vec<String> = name.split(' ').map(str::to_owned).collect();
        parts.sort_unstable();
        parts
    };
    if a.contains(' ') && sorted(a) == sorted(b) {
        return Some(Reason::KanaOrder);
    }
    let length = whole_a.chars().count().min(whole_b.chars().count());
    let slips = if length >= 8 { 2 } else { 1 };
    if length >= 4 && strsim::osa_distance(&whole_a, &whole_b) <= slips {
        return Some(Reason::KanaClose);
    }
    let ((_, given_a), (_, given_b)) = (parts(a), parts(b));
    if !given_a.is_empty() && given_a == given_b {
        return Some(Reason::KanaGiven);
    }
    Some(Reason::KanaDiffers)
}

/// What two written names say, and whether the given names are alike; `None` where one is blank, or one is in kanji and the
/// other in letters.
fn kanji(a: &Name<'_>, b: &Name<'_>) -> Option<(Reason, bool)> {
    if a.kanji.is_empty() || b.kanji.is_empty() || a.kanji.is_ascii() != b.kanji.is_ascii() {
        return None;
    }
    let (whole_a, whole_b) = (joined(a.kanji), joined(b.kanji));
    if whole_a == whole_b {
        return Some((if a.glyphs == b.glyphs { Reason::Kanji } else { Reason::KanjiVariant }, true));
    }
    if a.kanji.is_ascii() {
        let sorted = |name: &str| {
            let mut parts: Vec<String> = name.split(' ').map(str::to_owned).collect();
            parts.sort_unstable();
            parts
        };
        if sorted(a.kanji) == sorted(b.kanji) {
            return Some((Reason::Kanji, true));
        }
    }
    let ((_, given_a), (_, given_b)) = (parts(a.kanji), parts(b.kanji));
    let given = !given_a.is_empty() && given_a == given_b;
    let length = whole_a.chars().count().max(whole_b.chars().count());
    if length >= 3 && strsim::levenshtein(&whole_a, &whole_b) == 1 {
        return Some((Reason::KanjiClose, given));
    }
    Some((Reason::KanjiDiffers, given))
}

#[cfg(test)]
mod tests {
    use super::super::clear::Person;
    use super::super::folded::Folder;
    use super::*;

    fn score(a: &Person<'_>, b: &Person<'_>) -> Score {
        let folder = Folder::new("写本市");
        let (mut x, mut y) = (Vec::new(), Vec::new());
        folder.fold(a, &mut x);
        folder.fold(b, &mut y);
        let (x, y) = (Folded::read(&x).unwrap(), Folded::read(&y).unwrap());
        let frequencies = Frequencies::default();
        let score = compare(&x, &y, &frequencies);
        assert_eq!(score, compare(&y, &x, &frequencies));
        score
    }

    const A: Person<'_> = Person {
        file: 0,
        row: 1,
        number_kind: 0,
        number: "1",
        protected: false,
        name: "渡邉　優太",
        kana: "ﾜﾀﾅﾍﾞ ﾕｳﾀ",
        roman: "",
        kanji: "",
        alias: "",
        former_surname: "",
        birth: "19800412",
        sex: "1",
        individual: "",
        address: "本町1-2",
        building: "",
    };

    #[test]
    fn one_person_written_twice_is_above_the_default_and_relatives_are_below() {
        let likely = |b: Person<'_>| score(&A, &b).thousandths() >= super::super::DEFAULT_THRESHOLD;
        assert!(likely(Person {
            name: "渡辺　優太", kana: "ワタナベ　ユウタ", address: "緑町5", ..A
        }));
        assert!(likely(Person { kana: "ﾜﾀﾍﾞ ﾕｳﾀ", address: "緑町5", ..A }));
        assert!(likely(Person { birth: "19801204", address: "緑町5", ..A }));
        // 双子, 親子, 同姓同名.
        assert!(!likely(Person { name: "渡邉　優真", kana: "ﾜﾀﾅﾍﾞ ﾕｳﾏ", ..A }));
        assert!(!likely(Person { name: "渡邉　花", kana: "ﾜﾀﾅﾍﾞ ﾊﾅ", sex: "2", ..A }));
        assert!(!likely(Person { name: "渡邉　雄太", birth: "19550930", ..A }));
        assert!(!likely(Person { birth: "19820530", address: "緑町5", ..A }));
    }

    #[test]
    fn the_same_individual_number_is_always_a_candidate() {
        let a = Person { individual: "123456789018", ..A };
        let b = Person { name: "誰か", kana: "", birth: "", sex: "2", individual: "123456789018", ..A };
        assert_eq!(score(&a, &b).thousandths(), 1000);
        let c = Person { individual: "987654321093", ..A };
        let apart = score(&a, &c);
        assert!(apart.reasons.has(Reason::IndividualNumberDiffers));
        assert_eq!(apart.bits, score(&A, &A).bits - 15 * BIT);
    }

    #[test]
    fn logarithms_and_scores_are_right_to_a_sixteenth() {
        for number in [1u64, 2, 3, 20, 1000, 60_000, 1_234_567, 10_000_000] {
            let exact = (number as f64).log2() * 16.0;
            assert!((exact - f64::from(log2(number))).abs() <= 1.5, "{number}");
        }
        assert_eq!((thousandths(0), thousandths(-16), thousandths(1000)), (500, 333, 999));
        let at = bits_for(900);
        assert!(thousandths(at) >= 900 && thousandths(at - 1) < 900);
    }
}
