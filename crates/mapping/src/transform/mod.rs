//! The closed set of transforms, a file each.

mod blank_if;
pub(crate) mod code;
mod kana;
mod lookup;
mod normalize;
mod number;
mod pad;
mod part;
mod replace;
mod seiji;
mod settings;
mod split;
mod split_address;
#[cfg(test)]
mod tests;
mod trim;
mod wareki;
mod width;

use crate::References;
use crate::record::Record;
use std::collections::BTreeMap;
use utsushi_findings::{Both, Detail, Entry, Problem, Problems, did_you_mean, problem};
use utsushi_layout::{Item, ItemType};
use utsushi_legacy::SourceDefinition;

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
pub static CATALOGUE: &[&Transform] = &[
    &trim::TRIM,
    &width::WIDTH,
    &kana::KANA,
    &normalize::NORMALIZE,
    &seiji::SEIJI,
    &number::NUMBER,
    &pad::PAD,
    &part::PART,
    &split::SPLIT,
    &split_address::SPLIT_ADDRESS,
    &replace::REPLACE,
    &blank_if::BLANK_IF,
    &wareki::WAREKI,
    &code::CODE,
    &lookup::LOOKUP,
    &lookup::RENUMBER,
    &CONCAT,
];

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
    Seiji,
    Width(width::Width),
    Kana(kana::Kana),
    Normalize(normalize::Normalizing),
    Number(number::Number),
    Pad(pad::Pad),
    Part(part::Part),
    Split(split::Split),
    SplitAddress(split_address::SplitAddress),
    Replace(replace::Replace),
    BlankIf(blank_if::BlankIf),
    Wareki(wareki::Wareki),
    Code(code::Code),
    Lookup(lookup::Lookup),
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

/// What a step has besides the text it is given.
pub(crate) struct Beside<'a> {
    /// What to report although the step does its work.
    pub remarks: &'a mut Remarks,
    /// The policies that changed the value.
    pub changed: &'a mut utsushi_text::Changed,
    /// A buffer for a second text.
    pub second: &'a mut String,
    /// The record that the text comes from.
    pub record: Record<'a>,
}

impl Step {
    /// What it is called in `steps` (`lookup` also where it was written as `renumber`).
    pub fn name(&self) -> &'static str {
        match self {
            Step::Trim => trim::TRIM.name,
            Step::Seiji => seiji::SEIJI.name,
            Step::Width(_) => width::WIDTH.name,
            Step::Kana(_) => kana::KANA.name,
            Step::Normalize(_) => normalize::NORMALIZE.name,
            Step::Number(_) => number::NUMBER.name,
            Step::Pad(_) => pad::PAD.name,
            Step::Part(_) => part::PART.name,
            Step::Split(_) => split::SPLIT.name,
            Step::SplitAddress(_) => split_address::SPLIT_ADDRESS.name,
            Step::Replace(_) => replace::REPLACE.name,
            Step::BlankIf(_) => blank_if::BLANK_IF.name,
            Step::Wareki(_) => wareki::WAREKI.name,
            Step::Code(_) => code::CODE.name,
            Step::Lookup(_) => lookup::LOOKUP.name,
        }
    }

    /// Applies the step. A blank never comes in, except for a code table, which may translate it.
    #[inline]
    pub fn apply<'a>(
        &'a self,
        text: &'a str,
        out: &mut String,
        beside: &mut Beside<'_>,
    ) -> Result<Made<'a>, Fault> {
        match self {
            Step::Trim => Ok(Made::Part(utsushi_text::trim(text))),
            Step::Seiji => Ok(seiji::apply(text, out, beside.remarks)),
            Step::Width(width) => Ok(width.apply(text, out)),
            Step::Kana(kana) => kana.apply(text, out),
            Step::Normalize(normalize) => Ok(normalize.apply(text, out, beside.changed)),
            Step::Number(number) => number.apply(text, out),
            Step::Pad(pad) => Ok(pad.apply(text, out)),
            Step::Part(part) => Ok(Made::Part(part.apply(text))),
            Step::Split(split) => Ok(Made::Part(split.apply(text))),
            Step::SplitAddress(split) => Ok(Made::Part(split.apply(text, beside.remarks))),
            Step::Replace(replace) => Ok(replace.apply(text, out)),
            Step::BlankIf(blank_if) => Ok(Made::Part(blank_if.apply(text))),
            Step::Wareki(wareki) => wareki.apply(text, out, beside.remarks),
            Step::Code(code) => code.apply(text, out),
            Step::Lookup(lookup) => lookup.apply(text, out, beside),
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

    /// A field that the step reads besides the text it is given.
    pub fn second_field(&self) -> Option<usize> {
        match self {
            Step::Lookup(lookup) => lookup.as_of(),
            _ => None,
        }
    }

    /// Whether it gives another value for what it was given, which so is no text of the vendor's any more.
    pub fn translates(&self) -> bool {
        matches!(self, Step::Code(_) | Step::Lookup(_))
    }

    /// Every value it can give, where the mapping or its references list them.
    pub fn results(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Step::Code(code) => Box::new(code.results()),
            Step::Lookup(lookup) => Box::new(lookup.results()),
            _ => Box::new(std::iter::empty()),
        }
    }
}

/// What the steps of a mapping may name.
pub(crate) struct Scope<'a> {
    pub tables: &'a BTreeMap<String, BTreeMap<String, String>>,
    pub references: &'a References,
    pub source: &'a SourceDefinition,
}

/// A step as `steps` writes it, read but for `concat`, which is no step of its own.
#[derive(Debug)]
pub(crate) enum Written {
    Step(Step),
    Concat(String),
}

/// Reads one element of `steps`: a name, or a table of one name with its setting.
///
/// # Errors
/// What is wrong with it. Only problems of a reference have a place already.
pub(crate) fn read(value: &toml::Value, scope: &Scope<'_>) -> Result<Written, Problems> {
    let none = toml::Value::Boolean(true);
    let (name, setting) = match value {
        toml::Value::String(name) => (name.as_str(), &none),
        toml::Value::Table(table) if table.len() == 1 => match table.iter().next() {
            Some((name, setting)) => (name.as_str(), setting),
            None => return Err(form().into()),
        },
        _ => return Err(form().into()),
    };
    let setting = Some(setting).filter(|setting| !matches!(setting, toml::Value::Boolean(true)));
    Ok(Written::Step(match name {
        "trim" => settings::Settings::read(&trim::TRIM, setting, &[]).map(|_| Step::Trim)?,
        "seiji" => settings::Settings::read(&seiji::SEIJI, setting, &[]).map(|_| Step::Seiji)?,
        "width" => Step::Width(width::Width::read(setting)?),
        "normalize" => Step::Normalize(normalize::Normalizing::read(setting)?),
        "kana" => Step::Kana(kana::Kana::read(setting)?),
        "number" => Step::Number(number::Number::read(setting)?),
        "pad" => Step::Pad(pad::Pad::read(setting)?),
        "part" => Step::Part(part::Part::read(setting)?),
        "split" => Step::Split(split::Split::read(setting)?),
        "split-address" => Step::SplitAddress(split_address::SplitAddress::read(setting)?),
        "replace" => Step::Replace(replace::Replace::read(setting)?),
        "blank-if" => Step::BlankIf(blank_if::BlankIf::read(setting)?),
        "wareki" => Step::Wareki(wareki::Wareki::read(setting)?),
        "code" => Step::Code(code::Code::read(setting, scope.tables)?),
        "lookup" => Step::Lookup(lookup::Lookup::read(setting, scope)?),
        "renumber" => Step::Lookup(lookup::Lookup::read_renumber(setting, scope)?),
        "concat" if setting.is_none() => return Ok(Written::Concat(String::new())),
        "concat" => return Ok(Written::Concat(settings::single(&CONCAT, setting)?.to_owned())),
        _ => {
            let names = CATALOGUE.iter().map(|transform| transform.name);
            let known = names.clone().collect::<Vec<_>>().join(", ");
            let problem = problem!(
                "変換「{name}」はありません (あるもの: {known})",
                "there is no transform \"{name}\" (there are: {known})"
            );
            return Err(problem.suggest(did_you_mean(name, names)).into());
        }
    }))
}

fn form() -> Problem {
    problem!(
        "steps の要素は \"trim\" のような名前か {{ code = \"sex\" }} のような一組です",
        "an element of steps is a name like \"trim\" or one pair like {{ code = \"sex\" }}"
    )
}
