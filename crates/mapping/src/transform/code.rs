use super::settings::single;
use super::{Fault, Made, Transform};
use std::collections::{BTreeMap, HashMap};
use utsushi_findings::{Both, Detail, MAP001, Problem, did_you_mean, problem};

pub(super) static CODE: Transform = Transform {
    name: "code",
    summary: Both {
        ja: "対応表 [code.名前] で業者のコードを標準のコードに置き換える。表にない値は指摘になる。\"\" を書けば空も置き換える",
        en: "translates vendor codes by the table [code.NAME]; a value that is not in it is a finding; an entry for \"\" \
             translates a blank too",
    },
    example: r#"{ from = "性別", steps = [{ code = "sex" }] } と [code.sex] "男" = "1"   男 → 1"#,
};

#[derive(Debug)]
pub(crate) struct Code {
    name: Box<str>,
    values: HashMap<Box<str>, Box<str>, foldhash::fast::RandomState>,
}

impl Code {
    fn new(name: &str, entries: &BTreeMap<String, String>) -> Code {
        let values = entries.iter().map(|(from, to)| (from.as_str().into(), to.as_str().into())).collect();
        Code { name: name.into(), values }
    }

    pub fn read(
        setting: Option<&toml::Value>,
        tables: &BTreeMap<String, BTreeMap<String, String>>,
    ) -> Result<Code, Problem> {
        let name = single(&CODE, setting)?;
        match tables.get(name) {
            Some(entries) => Ok(Code::new(name, entries)),
            None => {
                let said =
                    problem!("対応表 [code.{name}] がありません", "there is no code table [code.{name}]");
                Err(said.suggest(did_you_mean(name, tables.keys().map(String::as_str))))
            }
        }
    }

    pub fn apply<'a>(&self, text: &'a str, out: &mut String) -> Result<Made<'a>, Fault> {
        match self.values.get(text) {
            Some(value) => {
                out.push_str(value);
                Ok(Made::New)
            }
            None if text.is_empty() => Ok(Made::Part("")),
            None => Err(Fault { code: &MAP001, detail: Detail::Text(self.name.clone()) }),
        }
    }

    /// The name of the table.
    pub fn table(&self) -> &str {
        &self.name
    }

    /// What the table gives for a vendor's value.
    pub fn get(&self, value: &str) -> Option<&str> {
        self.values.get(value).map(|value| &**value)
    }

    /// Every entry: vendor value, standard value; in no order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(from, to)| (&**from, &**to))
    }

    /// Standard values the table can give.
    pub fn results(&self) -> impl Iterator<Item = &str> {
        self.values.values().map(|value| &**value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_outside_the_table_is_never_guessed() {
        let code = Code::new("sex", &BTreeMap::from([("男".into(), "1".into())]));
        let mut out = String::new();
        assert!(matches!(code.apply("男", &mut out), Ok(Made::New)));
        assert_eq!(out, "1");
        assert!(code.apply("女", &mut out).is_err_and(|fault| *fault.code == MAP001));
        assert!(matches!(code.apply("", &mut out), Ok(Made::Part(""))));
    }
}
