//! No setting and no text may do harm.

use super::{CATALOGUE, Scope, Written, read};
use crate::testing::{compile, map, references, source};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Words that settings are made of, so that many of them are nearly right.
const WORDS: &[&str] = &[
    "to",
    "with",
    "side",
    "left",
    "right",
    "from",
    "length",
    "by",
    "part",
    "rest",
    "half",
    "full",
    "town",
    "number",
    "building",
    "as",
    "era",
    "S",
    "昭和",
    "zeros",
    "nines",
    "blank",
    "unknown",
    "unknown-flag",
    "written",
    "date",
    "reference",
    "towns",
    "atena",
    "key",
    "code",
    "name",
    "value",
    "valid_from",
    "valid_to",
    "as_of",
    "日",
    "sex",
    "decimals",
    "spaces",
    "long-vowel",
    "0",
    "",
    "旧",
    "　",
];

fn setting() -> impl Strategy<Value = toml::Value> {
    let text = prop_oneof![proptest::sample::select(WORDS).prop_map(str::to_owned), "\\PC{0,4}"];
    let leaf = prop_oneof![
        text.clone().prop_map(toml::Value::String),
        any::<i64>().prop_map(toml::Value::Integer),
        (-2i64..12).prop_map(toml::Value::Integer),
        any::<f64>().prop_map(toml::Value::Float),
        any::<bool>().prop_map(toml::Value::Boolean),
        Just("d = 1979-05-27".parse::<toml::Table>().unwrap()["d"].clone()),
    ];
    leaf.prop_recursive(2, 12, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(toml::Value::Array),
            proptest::collection::btree_map(text.clone(), inner, 0..5)
                .prop_map(|table| toml::Value::Table(table.into_iter().collect())),
        ]
    })
}

fn step() -> impl Strategy<Value = toml::Value> {
    let names: Vec<&str> = CATALOGUE.iter().map(|transform| transform.name).collect();
    let named = (proptest::sample::select(names), setting())
        .prop_map(|(name, setting)| toml::Value::Table([(name.to_owned(), setting)].into_iter().collect()));
    prop_oneof![1 => setting(), 4 => named]
}

/// Steps that can be, of every transform.
const STEPS: &[&str] = &[
    "'trim'",
    "{ width = 'half' }",
    "{ width = 'full' }",
    "'kana'",
    "{ kana = { long-vowel = true } }",
    "'number'",
    "{ number = { decimals = 2 } }",
    "{ pad = { to = 10 } }",
    "{ pad = { to = 3, with = '　', side = 'right' } }",
    "{ part = { from = 2, length = 3 } }",
    "{ split = { part = 2, rest = true } }",
    "{ split = { by = '-', part = -1 } }",
    "{ split-address = 'town' }",
    "{ split-address = 'number' }",
    "{ split-address = 'building' }",
    "{ replace = { '1' = '', '番地' = '-', '葛' = '蔦' } }",
    "{ blank-if = ['0', '000'] }",
    "'wareki'",
    "{ wareki = { era = 'S', zeros = 'unknown', nines = 'unknown', as = 'unknown-flag' } }",
    "{ wareki = { era = 'H', as = 'written' } }",
    "{ lookup = { reference = 'towns', key = 'code', value = 'name', valid_from = 'from', as_of = '日' } }",
    "{ renumber = 'atena' }",
    "{ code = 'sex' }",
    "'seiji'",
    "{ normalize = { controls = 'space', marks = 'compose', kana = 'full', digits = 'full', spaces = 'full', runs = 'one' } }",
    "{ normalize = { look-alikes = 'cp932', kana = 'half', symbols = 'half', hyphens = 'address', iteration = 'expand' } }",
];

proptest! {
    #[test]
    fn any_value_as_a_step_is_read_or_refused(step in step()) {
        let (source, references, tables) = (source(), references(), BTreeMap::new());
        let scope = Scope { tables: &tables, references: &references, source: &source };
        match read(&step, &scope) {
            Ok(Written::Step(_) | Written::Concat(_)) => {}
            Err(problems) => prop_assert!(problems.iter().count() > 0, "{step}"),
        }
    }

    #[test]
    fn any_text_goes_through_every_transform(
        steps in proptest::collection::vec(proptest::sample::select(STEPS), 1..4),
        text in "([0-9０-９SH昭和年月日　 ./番地号丁目一二十ｱﾞ葛\u{E0100}-]|[^,\"\r\n\u{1A}]){0,16}",
        day in "([0-9]{6,8}|[^,\"\r\n\u{1A}]{0,5})",
    ) {
        let mapper = compile(&format!("'氏名' = {{ from = '値', steps = [{}] }}", steps.join(", "))).unwrap();
        let (values, _) = map(&mapper, format!("1,{text},{day},x\n2,,,\n").as_bytes(), "氏名");
        prop_assert_eq!(values.len(), 2);
        prop_assert_eq!(&values[1], "");
    }
}

#[test]
fn the_steps_of_the_property_cover_the_catalogue() {
    for transform in CATALOGUE.iter().filter(|transform| transform.name != "concat") {
        assert!(STEPS.iter().any(|step| step.contains(transform.name)), "{}", transform.name);
    }
}
