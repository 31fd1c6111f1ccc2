//! What `[cleanse]` says of one standard file.

use utsushi_findings::{Problem, did_you_mean, problem};
use utsushi_layout::{FileLayout, ItemType};

/// What becomes of rows of one file that share their key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DuplicatePolicy {
    /// Nobody looks.
    Off,
    /// Of rows equal in every item one stays; others that share a key all stay, and are told as DUP001.
    #[default]
    Exact,
    /// One row a key stays, or none.
    Key(KeyPolicy),
}

/// Which of the rows that share a key stays. Rows that are equal in it go by the order of the input: the first stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyPolicy {
    /// The first.
    First,
    /// The last.
    Last,
    /// The one whose item (by its position) is latest or highest; a blank is before everything.
    Newest(usize),
    /// The one with the fewest blanks.
    MostComplete,
    /// None, if they differ.
    None,
}

/// The plain words.
const WORDS: [(&str, DuplicatePolicy); 6] = [
    ("off", DuplicatePolicy::Off),
    ("exact", DuplicatePolicy::Exact),
    ("first", DuplicatePolicy::Key(KeyPolicy::First)),
    ("last", DuplicatePolicy::Key(KeyPolicy::Last)),
    ("most-complete", DuplicatePolicy::Key(KeyPolicy::MostComplete)),
    ("none", DuplicatePolicy::Key(KeyPolicy::None)),
];

impl DuplicatePolicy {
    /// Reads `off`, `exact`, `first`, `last`, `newest(ITEM)`, `most-complete` or `none`, for the file of `layout`. The item goes
    /// by its name or slug, and is a date, a number or ASCII.
    ///
    /// # Errors
    /// None of these, no such item, or one in which nothing is newer than another.
    pub fn parse(text: &str, layout: &FileLayout) -> Result<DuplicatePolicy, Problem> {
        let text = text.trim();
        if let Some((_, policy)) = WORDS.iter().find(|(word, _)| *word == text) {
            return Ok(*policy);
        }
        let named = text.strip_prefix("newest").map(str::trim_start);
        let named = named.and_then(|rest| rest.strip_prefix('(')?.strip_suffix(')')).map(str::trim);
        let Some(name) = named else {
            let known = WORDS.iter().map(|(word, _)| *word).chain(["newest(ITEM)"]);
            return Err(problem!(
                "重複の方針「{text}」はありません (off, exact, first, last, newest(項目), most-complete, none のどれか)",
                "there is no policy \"{text}\" for duplicates: it is off, exact, first, last, newest(ITEM), most-complete or none"
            )
            .suggest(did_you_mean(text, known)));
        };
        let Some(item) = layout.item_index(name) else {
            let file = layout.id();
            let said = problem!("{file} に項目「{name}」はありません", "{file} has no item \"{name}\"");
            let names = layout.items.iter().flat_map(|item| [item.name.as_str(), item.slug.as_str()]);
            return Err(said.suggest(did_you_mean(name, names)));
        };
        let found = &layout.items[item];
        let orders = matches!(
            found.kind,
            ItemType::Date | ItemType::Digits | ItemType::Ascii | ItemType::Integer | ItemType::Decimal
        );
        if !orders || found.key {
            let name = &found.name;
            return Err(problem!(
                "項目「{name}」では、どの行が新しいか決まりません",
                "the item \"{name}\" does not tell which row is newer"
            )
            .help(
                "キーでない、日付・番号・数の項目を選んでください",
                "choose an item that is a date or a number and not part of the key",
            ));
        }
        Ok(DuplicatePolicy::Key(KeyPolicy::Newest(item)))
    }

    /// As [`DuplicatePolicy::parse`] reads it, with the item's name.
    pub fn text(self, layout: &FileLayout) -> String {
        if let DuplicatePolicy::Key(KeyPolicy::Newest(item)) = self {
            return format!("newest({})", layout.items.get(item).map_or("", |item| &item.name));
        }
        WORDS.iter().find(|(_, policy)| *policy == self).map_or("", |(word, _)| word).to_owned()
    }
}

/// Appends bytes that put the value of an item of this kind behind those of every older or lower one of it, when compared
/// from the highest down: that is, the newest value has the smallest bytes. A blank has the greatest.
pub(super) fn rank(value: &str, kind: ItemType, out: &mut Vec<u8>) {
    if value.is_empty() {
        return out.push(0xFF);
    }
    out.push(0);
    let mut downward = |bytes: &[u8]| {
        out.extend(bytes.iter().map(|byte| !byte));
        // Of two of which one begins with the other the longer is newer.
        out.push(0xFF);
    };
    match kind {
        ItemType::Digits => {
            let digits = value.trim_start_matches('0');
            downward(&[&(digits.len() as u32).to_be_bytes(), digits.as_bytes()].concat());
        }
        ItemType::Integer | ItemType::Decimal => {
            // The scale is the item's, so the digits alone say which is higher.
            let digits: String = value.chars().filter(|character| *character != '.').collect();
            let number: i128 = digits.parse().unwrap_or(i128::MIN);
            downward(&(number as u128 ^ (1 << 127)).to_be_bytes());
        }
        _ => downward(value.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    #[test]
    fn a_policy_is_read_and_written_and_a_wrong_one_says_what_may_be_meant() {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let layout = standard.file("01.resident").unwrap();
        for (word, policy) in WORDS {
            assert_eq!(DuplicatePolicy::parse(word, layout).unwrap(), policy);
            assert_eq!(policy.text(layout), word);
        }
        let newest = DuplicatePolicy::parse("newest( birth_date )", layout).unwrap();
        assert_eq!(newest.text(layout), "newest(生年月日)");
        assert_eq!(DuplicatePolicy::parse(&newest.text(layout), layout).unwrap(), newest);
        for (wrong, says) in [
            ("frist", "first"),
            ("newest(birth_dat)", "birth_date"),
            ("newest(name)", "newer"),
            ("newest(address_number)", "newer"),
            ("newest", "newest"),
        ] {
            let said = DuplicatePolicy::parse(wrong, layout).unwrap_err().render(utsushi_findings::Lang::En);
            assert!(said.contains(says), "{said}");
        }
    }

    #[test]
    fn the_newest_ranks_first_and_a_blank_last() {
        let sorted = |kind, values: &[&'static str]| {
            let mut ranked: Vec<(Vec<u8>, &str)> = values
                .iter()
                .map(|value| {
                    let mut bytes = Vec::new();
                    rank(value, kind, &mut bytes);
                    (bytes, *value)
                })
                .collect();
            ranked.sort();
            ranked.into_iter().map(|(_, value)| value).collect::<Vec<_>>()
        };
        assert_eq!(
            sorted(ItemType::Date, &["", "20200101", "20200100", "20240229"]),
            ["20240229", "20200101", "20200100", ""]
        );
        assert_eq!(sorted(ItemType::Digits, &["9", "010", "", "2"]), ["010", "9", "2", ""]);
        assert_eq!(sorted(ItemType::Integer, &["-5", "3", "-40", "", "0"]), ["3", "0", "-5", "-40", ""]);
        assert_eq!(sorted(ItemType::Decimal, &["1.50", "10.00", "-1.50"]), ["10.00", "1.50", "-1.50"]);
        assert_eq!(sorted(ItemType::Ascii, &["2024", "2024-01", "2023-12"]), ["2024-01", "2024", "2023-12"]);
    }
}
