use super::settings::example;
use super::{Made, Transform};
use utsushi_findings::{Both, Problem, problem};
use utsushi_text::is_variation_selector;

pub(super) static REPLACE: Transform = Transform {
    name: "replace",
    summary: Both {
        ja: "値の中の決まった文字列を置き換える。前から一度だけ見て、同じ所では長いものが優先。置き換えた結果は見直さない",
        en: "replaces literal parts of a value, in one pass from the beginning, the longest first where several fit; \
             what was put in is not looked at again",
    },
    example: r#"{ from = "町名", steps = [{ replace = { "大字" = "", "ｹ丘" = "ヶ丘" } }] }   大字自由ｹ丘 → 自由ヶ丘"#,
};

#[derive(Debug)]
pub(crate) struct Replace {
    /// The longest first.
    pairs: Vec<(Box<str>, Box<str>)>,
    /// Whether a part to be replaced begins with the byte.
    begins: Box<[bool; 256]>,
}

impl Replace {
    pub fn read(setting: Option<&toml::Value>) -> Result<Replace, Problem> {
        let said = |problem| example(&REPLACE, problem);
        let table = setting.and_then(toml::Value::as_table).filter(|table| !table.is_empty());
        let table = table.ok_or_else(|| {
            said(problem!(
                "変換「replace」には {{ \"前\" = \"後\" }} の組が要ります",
                "\"replace\" needs pairs: {{ \"old\" = \"new\" }}"
            ))
        })?;
        let (mut pairs, mut begins) = (Vec::<(Box<str>, Box<str>)>::new(), [false; 256]);
        for (old, new) in table {
            let Some(first) = old.bytes().next() else {
                return Err(said(problem!(
                    "変換「replace」で空の文字列は置き換えられません",
                    "\"replace\" cannot replace an empty text"
                )));
            };
            let Some(new) = new.as_str() else {
                return Err(said(problem!(
                    "変換「replace」の「{old}」の置き換え先は引用符で囲んだ文字列です",
                    "what \"replace\" puts for \"{old}\" is a text in quotes"
                )));
            };
            begins[usize::from(first)] = true;
            pairs.push((Box::from(old.as_str()), Box::from(new)));
        }
        pairs.sort_by_key(|(old, _)| std::cmp::Reverse(old.len()));
        Ok(Replace { pairs, begins: Box::new(begins) })
    }

    pub fn apply<'a>(&self, text: &'a str, out: &mut String) -> Made<'a> {
        let mut copied = 0;
        let mut at = 0;
        while let Some(byte) = text.as_bytes().get(at) {
            match self.begins[usize::from(*byte)].then(|| self.pair(&text[at..])).flatten() {
                Some((old, new)) => {
                    out.push_str(&text[copied..at]);
                    out.push_str(new);
                    at += old.len();
                    copied = at;
                }
                None => at += text[at..].chars().next().map_or(1, char::len_utf8),
            }
        }
        if copied == 0 {
            return Made::Part(text);
        }
        out.push_str(&text[copied..]);
        Made::New
    }

    /// The longest pair that fits here. A base whose variation selector would be left behind is another character.
    fn pair(&self, rest: &str) -> Option<&(Box<str>, Box<str>)> {
        self.pairs.iter().find(|(old, _)| {
            rest.strip_prefix(&**old).is_some_and(|after| !after.starts_with(is_variation_selector))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(settings: &str, text: &str) -> String {
        let replace = Replace::read(Some(&toml::Value::Table(settings.parse().unwrap()))).unwrap();
        let mut out = String::new();
        match replace.apply(text, &mut out) {
            Made::Part(part) => part.to_owned(),
            Made::New => out,
        }
    }

    #[test]
    fn parts_are_replaced_the_longest_first_and_once() {
        assert_eq!(replaced("'大字' = ''\n'ｹ丘' = 'ヶ丘'", "大字自由ｹ丘"), "自由ヶ丘");
        assert_eq!(replaced("'a' = 'b'\n'ab' = 'x'\n'b' = 'a'", "abab a"), "xx b");
        assert_eq!(replaced("'a' = 'aa'", "aaa"), "aaaaaa");
        assert_eq!(replaced("'旧' = '新'", "親"), "親");
        assert_eq!(replaced("'旧' = ''", "旧"), "");
    }

    #[test]
    fn a_variation_is_another_character() {
        assert_eq!(replaced("'葛' = '葛\u{E0101}'", "葛\u{E0100}葛"), "葛\u{E0100}葛\u{E0101}");
    }

    #[test]
    fn only_pairs_of_texts_are_read() {
        for text in ["", "'' = 'x'", "'x' = 1"] {
            assert!(Replace::read(Some(&toml::Value::Table(text.parse().unwrap()))).is_err(), "{text}");
        }
        assert!(Replace::read(None).is_err());
    }
}
