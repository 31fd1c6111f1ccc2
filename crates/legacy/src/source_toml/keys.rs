//! Which keys there are, so that every typo is told at once.

use super::Reader;
use toml::de::{DeTable, DeValue};
use utsushi_findings::{did_you_mean, problem};

/// The keys of a table, in the order in which the documentation lists them, and those of the tables in it.
pub(super) struct Keys {
    names: &'static [&'static str],
    below: &'static [(&'static str, &'static Keys)],
}

const fn leaf(names: &'static [&'static str]) -> Keys {
    Keys { names, below: &[] }
}

pub(super) static CSV: Keys = Keys {
    names: &[
        "format",
        "charset",
        "delimiter",
        "quote",
        "line_end",
        "header",
        "header_names",
        "multiline",
        "max_record",
        "fields",
        "record_type",
        "trailer",
        "deleted",
        "group",
    ],
    below: &[
        ("record_type", &leaf(&["field", "values"])),
        ("trailer", &leaf(&["count_field", "count_kind"])),
        ("deleted", &leaf(&["field", "values"])),
        ("group", &leaf(&["name", "fields"])),
    ],
};

pub(super) static FIXED: Keys = Keys {
    names: &[
        "format",
        "charset",
        "record_length",
        "line_end",
        "header",
        "padding",
        "record_type",
        "trailer",
        "deleted",
        "field",
        "group",
    ],
    below: &[
        ("record_type", &leaf(&["at", "bytes", "values"])),
        ("trailer", &leaf(&["count_at", "count_bytes", "count_kind"])),
        ("deleted", &leaf(&["field", "values"])),
        (
            "field",
            &leaf(&[
                "name",
                "note",
                "at",
                "bytes",
                "kind",
                "decimals",
                "blank_is_zero",
                "zero_is_blank",
                "of",
            ]),
        ),
        (
            "group",
            &Keys {
                names: &["name", "of", "at", "times", "bytes", "field"],
                below: &[(
                    "field",
                    &leaf(&[
                        "name",
                        "note",
                        "at",
                        "bytes",
                        "kind",
                        "decimals",
                        "blank_is_zero",
                        "zero_is_blank",
                    ]),
                )],
            },
        ),
    ],
};

/// What the definition calls its format, if it can be read so far.
pub(super) fn format(text: &str) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    let (_, value) = table.get_ref().iter().find(|(key, _)| key.get_ref() == "format")?;
    value.get_ref().as_str().map(str::to_owned)
}

impl Reader<'_> {
    /// Reports every key that the format does not have.
    pub(super) fn unknown_keys(&mut self, known: &Keys) {
        // What is no TOML at all is reported where it is read.
        if let Ok(table) = DeTable::parse(self.text) {
            self.unknown_keys_of(table.get_ref(), known);
        }
    }

    fn unknown_keys_of(&mut self, table: &DeTable<'_>, known: &Keys) {
        for (key, value) in table.iter() {
            let name: &str = key.get_ref();
            if !known.names.contains(&name) {
                let problem = if CSV.names.contains(&name) || FIXED.names.contains(&name) {
                    problem!("キー {name} はここでは使えません", "the key {name} cannot stand here")
                } else {
                    problem!("不明なキー {name} があります", "unknown key {name}")
                };
                let problem = problem.suggest(did_you_mean(name, known.names.iter().copied()));
                self.report(key.span().start, problem);
            }
            if let Some((_, below)) = known.below.iter().find(|(below, _)| *below == name) {
                match value.get_ref() {
                    DeValue::Table(table) => self.unknown_keys_of(table, below),
                    DeValue::Array(tables) => {
                        for table in tables.iter() {
                            if let DeValue::Table(table) = table.get_ref() {
                                self.unknown_keys_of(table, below);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}
