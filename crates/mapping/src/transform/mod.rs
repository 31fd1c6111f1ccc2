//! The closed set of transforms, a file each.

mod code;
mod kana;
mod number;
mod trim;
mod wareki;

use std::collections::BTreeMap;
use utsushi_findings::{Both, Detail, Entry, Problem, did_you_mean, problem};
use utsushi_layout::{Item, ItemType};

/// What a transform is called and what it does: for the reference page.
#[derive(Debug)]
pub struct Transform {
    /// The name in `steps`.
    pub name: &'static str,
    /// What it does.
    pub summary: Both,
    /// An example of its use and effect.
    pub example: &'static str,
}

/// Every transform that can stand in `steps`.
pub static CATALOGUE: &[&Transform] = &[&trim::TRIM, &kana::KANA, &wareki::WAREKI, &code::CODE, &CONCAT];

static CONCAT: Transform = Transform {
    name: "concat",
    summary: Both {
        ja: "複数の項目を、空のものを除いて、指定の区切りでつなぐ。前の steps は項目ごとに、後の steps はつないだ値に働く",
        en: "joins several fields, leaving out blanks, with the given separator between them; steps before it act on \
             each field, steps after it on the joined value",
    },
    example: r#"{ from = ["姓", "名"], steps = ["trim", { concat = "　" }] }   山田, 太郎 → 山田　太郎"#,
};

/// A transform with its settings resolved.
#[derive(Debug)]
pub(crate) enum Step {
    Trim,
    Kana(kana::Kana),
    Wareki(wareki::Wareki),
    Code(code::Code),
    Number(number::Number),
}

/// What a step made of a text.
pub(crate) enum Made<'a> {
    /// A part of what came in.
    Part(&'a str),
    /// A new text, appended to the output buffer.
    New,
}

/// Why a step could not make anything.
#[derive(Debug)]
pub(crate) struct Fault {
    pub code: &'static Entry,
    pub detail: Detail,
}

/// Something to report although the step did its work.
pub(crate) type Remarks = Vec<&'static Entry>;

impl Step {
    /// Applies the step. A blank never comes in, except for a code table, which may translate it.
    #[inline]
    pub fn apply<'a>(
        &self,
        text: &'a str,
        out: &mut String,
        remarks: &mut Remarks,
    ) -> Result<Made<'a>, Fault> {
        match self {
            Step::Trim => Ok(Made::Part(utsushi_text::trim(text))),
            Step::Kana(kana) => kana.apply(text, out),
            Step::Wareki(wareki) => wareki.apply(text, out, remarks),
            Step::Code(code) => code.apply(text, out),
            Step::Number(number) => number.apply(text, out),
        }
    }

    /// The step that gives a number its standard form, for items that are numbers.
    pub fn number(item: &Item) -> Option<Step> {
        match item.kind {
            ItemType::Integer => Some(Step::Number(number::Number::Integer)),
            ItemType::Decimal => Some(Step::Number(number::Number::Decimal(item.decimals))),
            _ => None,
        }
    }
}

/// A step as `steps` writes it, read but for `concat`, which is no step of its own.
pub(crate) enum Written {
    Step(Step),
    Concat(String),
}

/// Reads one element of `steps`: a name, or a table of one name with its setting.
pub(crate) fn read(
    value: &toml::Value,
    tables: &BTreeMap<String, BTreeMap<String, String>>,
) -> Result<Written, Problem> {
    let none = toml::Value::Boolean(true);
    let (name, setting) = match value {
        toml::Value::String(name) => (name.as_str(), &none),
        toml::Value::Table(table) if table.len() == 1 => match table.iter().next() {
            Some((name, setting)) => (name.as_str(), setting),
            None => return Err(form()),
        },
        _ => return Err(form()),
    };
    let given = !matches!(setting, toml::Value::Boolean(true));
    Ok(Written::Step(match name {
        "trim" if !given => Step::Trim,
        "trim" => return Err(wrong(name)),
        "kana" => Step::Kana(kana::Kana::read(given.then_some(setting)).ok_or_else(|| wrong(name))?),
        "wareki" => Step::Wareki(wareki::Wareki::read(given.then_some(setting)).ok_or_else(|| wrong(name))?),
        "code" => match setting.as_str() {
            Some(table) => match tables.get(table) {
                Some(entries) => Step::Code(code::Code::new(table, entries)),
                None => {
                    let said = problem!(
                        "対応表 [code.{table}] がありません",
                        "there is no code table [code.{table}]"
                    );
                    return Err(said.suggest(did_you_mean(table, tables.keys().map(String::as_str))));
                }
            },
            None => return Err(wrong(name)),
        },
        "concat" if !given => return Ok(Written::Concat(String::new())),
        "concat" => {
            return setting.as_str().map(|s| Written::Concat(s.to_owned())).ok_or_else(|| wrong(name));
        }
        _ => {
            let names = CATALOGUE.iter().map(|transform| transform.name);
            let known = names.clone().collect::<Vec<_>>().join(", ");
            let problem = problem!(
                "変換「{name}」はありません (あるもの: {known})",
                "there is no transform \"{name}\" (there are: {known})"
            );
            return Err(problem.suggest(did_you_mean(name, names)));
        }
    }))
}

fn form() -> Problem {
    problem!(
        "steps の要素は \"trim\" のような名前か {{ code = \"sex\" }} のような一組です",
        "an element of steps is a name like \"trim\" or one pair like {{ code = \"sex\" }}"
    )
}

fn wrong(name: &str) -> Problem {
    let problem = problem!("変換「{name}」の指定が違います", "wrong setting of the transform \"{name}\"");
    match CATALOGUE.iter().find(|transform| transform.name == name) {
        Some(transform) => {
            problem.help(format!("例: {}", transform.example), format!("example: {}", transform.example))
        }
        None => problem,
    }
}
