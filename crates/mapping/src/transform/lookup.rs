use super::settings::Settings;
use super::{Beside, Fault, Made, Scope, Transform};
use crate::days::Days;
use crate::references::{Ask, Index, Reference};
use std::sync::Arc;
use utsushi_findings::{Both, Detail, MAP004, Problem, Problems, did_you_mean, problem};
use utsushi_text::trim;

pub(super) static LOOKUP: Transform = Transform {
    name: "lookup",
    summary: Both {
        ja: "参照表 [[reference]] の key の列が値と同じ行から value の列を取る。valid_from・valid_to (有効期間の列。最後の日を含む) \
             と as_of (基準日の元の項目) を書けば、その日に有効な行から取る。ない値や一つに決まらない値は指摘 MAP004",
        en: "takes the column `value` from the row of a [[reference]] whose column `key` equals the value; with \
             valid_from and valid_to (columns; the last day included) and as_of (a field of the record), from the row \
             that is valid on that day; a value that is not there or has no single answer is the finding MAP004",
    },
    example: r#"{ from = "町字コード", steps = ["trim", { lookup = { reference = "towns", key = "code", value = "name", valid_from = "from", valid_to = "to", as_of = "異動年月日" } }] }   001 → 中央一丁目"#,
};

pub(super) static RENUMBER: Transform = Transform {
    name: "renumber",
    summary: Both {
        ja: "付番表で古い番号を新しい番号に置き換える。参照表は2列 (古い番号, 新しい番号)。列が多ければ { reference, key, value } で書く。\
             表にない番号と新しい番号が空の行は指摘 MAP004 になり、キー項目ではその行が外れる",
        en: "gives an old number its new one by a crosswalk: a reference of two columns, old and new; one with more \
             needs { reference, key, value }. A number that is not in it, or has no new one, is the finding MAP004, \
             and in a key item rejects the row",
    },
    example: r#"{ from = "宛名番号", steps = ["trim", { renumber = "atena" }] }   0000012345 → 100000000012345"#,
};

#[derive(Debug)]
pub(crate) struct Lookup {
    name: Box<str>,
    reference: Arc<Reference>,
    index: Arc<Index>,
    key: usize,
    value: usize,
    as_of: Option<usize>,
    /// Whether a blank in the table is no answer.
    never_blank: bool,
}

impl Lookup {
    pub fn read(setting: Option<&toml::Value>, scope: &Scope<'_>) -> Result<Lookup, Problems> {
        let known = ["reference", "key", "value", "valid_from", "valid_to", "as_of"];
        let settings = Settings::read(&LOOKUP, setting, &known)?;
        let (name, reference) = find(&settings, settings.text("reference")?, scope)?;
        let column = |name: &str| match settings.text(name)? {
            Some(column) => {
                reference.column(column).map(Some).ok_or_else(|| reference.unknown_column(column))
            }
            None => Ok(None),
        };
        let mut problems = Problems::default();
        let [key, value, valid_from, valid_to] = ["key", "value", "valid_from", "valid_to"].map(|setting| {
            let read = column(setting);
            problems.take(match setting {
                "key" | "value" => read.and_then(|column| settings.needed(setting, column)).map(Some),
                _ => read,
            })?
        });
        let as_of = problems.take(settings.text("as_of")).flatten().and_then(|field| {
            let index = scope.source.field_index(field);
            if index.is_none() {
                let said = problem!(
                    "as_of の項目「{field}」は source の fields にありません",
                    "as_of names \"{field}\", which is not among the fields of the source definition"
                );
                let names = scope.source.fields.iter().map(|field| field.name.as_str());
                problems.push(said.suggest(did_you_mean(field, names)));
            }
            index
        });
        problems.finish()?;
        let (Some(key), Some(value)) = (key, value) else { return Err(Problems::default()) };
        if as_of.is_some() != (valid_from.is_some() || valid_to.is_some()) {
            return Err(settings
                .problem(problem!(
                    "as_of と、valid_from か valid_to は一緒に書きます",
                    "as_of goes with valid_from or valid_to, and they with it"
                ))
                .into());
        }
        Lookup::new(name, reference, Ask { key, valid_from, valid_to }, value, as_of, false)
    }

    pub fn read_renumber(setting: Option<&toml::Value>, scope: &Scope<'_>) -> Result<Lookup, Problems> {
        let table = setting.filter(|setting| !setting.is_str());
        let settings = Settings::read(&RENUMBER, table, &["reference", "key", "value"])?;
        let short = setting.and_then(toml::Value::as_str);
        let (name, reference) = find(&settings, short.or(settings.text("reference")?), scope)?;
        let column = |setting: &str, position: usize| match settings.text(setting)? {
            Some(column) => reference.column(column).ok_or_else(|| reference.unknown_column(column)),
            None if reference.columns().len() == 2 => Ok(position),
            None => {
                let columns = reference.columns().join(", ");
                Err(settings.problem(problem!(
                    "参照表「{name}」は2列ではないので ({columns})、{{ renumber = {{ reference = \"{name}\", key = \"…\", value = \"…\" }} }} と書きます",
                    "the reference \"{name}\" has not two columns ({columns}): write {{ renumber = {{ reference = \"{name}\", key = \"…\", value = \"…\" }} }}"
                )))
            }
        };
        let (key, value) = (column("key", 0)?, column("value", 1)?);
        let ask = Ask { key, valid_from: None, valid_to: None };
        Lookup::new(name, reference, ask, value, None, true)
    }

    fn new(
        name: &str,
        reference: &Arc<Reference>,
        ask: Ask,
        value: usize,
        as_of: Option<usize>,
        never_blank: bool,
    ) -> Result<Lookup, Problems> {
        let lookup = Lookup {
            name: name.into(),
            reference: Arc::clone(reference),
            index: reference.index(ask)?,
            key: ask.key,
            value,
            as_of,
            never_blank,
        };
        lookup.one_answer_each()?;
        Ok(lookup)
    }

    /// The same key with the same period must not have two answers.
    fn one_answer_each(&self) -> Result<(), Problems> {
        let mut told = self.reference.told();
        for row in 0..self.reference.rows() {
            let key = self.reference.cell(row, self.key);
            let mut rows = self.index.rows(&self.reference, self.key, key);
            // Once for each key: at its first row.
            if rows.next() != Some(row) {
                continue;
            }
            let mut rows: Vec<usize> = std::iter::once(row).chain(rows).collect();
            rows.sort_by_key(|row| (self.index.days(*row), *row));
            for pair in rows.windows(2) {
                let &[first, second] = pair else { continue };
                let answer = |row| self.reference.cell(row, self.value);
                if self.index.days(first) == self.index.days(second) && answer(first) != answer(second) {
                    let line = self.reference.line(first);
                    told.push(
                        problem!(
                            "キーが {line} 行目と同じで、値が違います",
                            "has the same key as line {line}, and another value"
                        ),
                        self.reference.line(second),
                    );
                }
            }
        }
        told.finish()
    }

    pub fn apply<'a>(
        &'a self,
        text: &str,
        out: &mut String,
        beside: &mut Beside<'_>,
    ) -> Result<Made<'a>, Fault> {
        let days = match self.as_of {
            None => Days::ALL,
            Some(field) => {
                beside.second.clear();
                // A date that cannot be read is reported by the item that it feeds; here it may be any day.
                let read = beside.record.decode(field, beside.second).ok();
                read.and_then(|()| Days::of(beside.second)).unwrap_or(Days::ALL)
            }
        };
        match self.answer(trim(text), days) {
            Some(value) => {
                out.push_str(value);
                Ok(Made::New)
            }
            None => Err(Fault { code: &MAP004, detail: Detail::Text(self.name.clone()) }),
        }
    }

    /// The value of the key in the days that are meant, if there is one and no other.
    fn answer(&self, key: &str, days: Days) -> Option<&str> {
        let rows = self.index.rows(&self.reference, self.key, key);
        let mut answers = rows
            .filter(|row| self.index.days(*row).meet(days))
            .map(|row| self.reference.cell(row, self.value));
        let first = answers.next()?;
        // Without a day, `one_answer_each` has compared them already.
        let single = self.as_of.is_none() || answers.all(|answer| answer == first);
        (single && !(self.never_blank && first.is_empty())).then_some(first)
    }

    /// The field that gives the day.
    pub fn as_of(&self) -> Option<usize> {
        self.as_of
    }

    /// Values the table can give.
    pub fn results(&self) -> impl Iterator<Item = &str> {
        (0..self.reference.rows()).map(|row| self.reference.cell(row, self.value))
    }
}

fn find<'a>(
    settings: &Settings<'_>,
    name: Option<&'a str>,
    scope: &Scope<'a>,
) -> Result<(&'a str, &'a Arc<Reference>), Problem> {
    let name = settings.needed("reference", name)?;
    let found = scope.references.get(name).map(|reference| (name, reference));
    found.ok_or_else(|| {
        let said =
            problem!("[[reference]] に「{name}」はありません", "there is no [[reference]] called \"{name}\"");
        let said = said.help(
            "migration.toml に [[reference]] name・file を書いてください",
            "declare it in migration.toml: [[reference]] with name and file",
        );
        said.suggest(did_you_mean(name, scope.references.names()))
    })
}
