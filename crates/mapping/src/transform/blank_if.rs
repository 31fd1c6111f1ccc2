use super::Transform;
use super::settings::example;
use utsushi_findings::{Both, Problem, problem};
use utsushi_text::trim;

pub(super) static BLANK_IF: Transform = Transform {
    name: "blank-if",
    summary: Both {
        ja: "前後の空白を除いた値が並びのどれかと同じなら空にする。「なし」の代わりに入れてある値を項目ごとに書く",
        en: "makes a value blank that, without spaces around it, equals one of the list: what an item holds in place \
             of nothing",
    },
    example: r#"{ from = "世帯番号", steps = [{ blank-if = ["0", "000"] }] }   000 → (空)"#,
};

#[derive(Debug)]
pub(crate) struct BlankIf(Vec<Box<str>>);

impl BlankIf {
    pub fn read(setting: Option<&toml::Value>) -> Result<BlankIf, Problem> {
        let list = setting.and_then(toml::Value::as_array).filter(|list| !list.is_empty());
        let values = list.and_then(|list| list.iter().map(|value| value.as_str().map(Box::from)).collect());
        values.map(BlankIf).ok_or_else(|| {
            let said = problem!(
                "変換「blank-if」には引用符で囲んだ値の並びが要ります",
                "\"blank-if\" needs a list of values in quotes"
            );
            example(&BLANK_IF, said)
        })
    }

    pub fn apply<'a>(&self, text: &'a str) -> &'a str {
        let inner = trim(text);
        if self.0.iter().any(|value| **value == *inner) { "" } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_listed_values_are_blank() {
        let list = toml::Value::Array(vec!["0".into(), "000".into()]);
        let step = BlankIf::read(Some(&list)).unwrap();
        assert_eq!(["000", " 0　", "00", "10"].map(|text| step.apply(text)), ["", "", "00", "10"]);
    }

    #[test]
    fn anything_but_a_list_of_texts_is_refused() {
        let lists = ["x = []", "x = [0]", "x = '0'", "x = ['0', 1]"];
        for text in lists {
            let table: toml::Table = text.parse().unwrap();
            assert!(BlankIf::read(table.get("x")).is_err(), "{text}");
        }
    }
}
