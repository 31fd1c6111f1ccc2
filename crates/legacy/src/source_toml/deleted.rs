//! `[deleted]`, which both formats have.

use super::Reader;
use crate::{DeletedFlag, SourceDefinition};
use serde::Deserialize;
use toml::Spanned;
use utsushi_findings::{did_you_mean, from_toml, problem};

#[derive(Deserialize)]
struct Written {
    deleted: Option<Spanned<WrittenFlag>>,
}

#[derive(Deserialize)]
struct WrittenFlag {
    field: Spanned<String>,
    values: Spanned<Vec<Spanned<String>>>,
}

impl Reader<'_> {
    /// The definition with the flag of deleted records, where the file declares one.
    pub(super) fn deleted(&mut self, mut definition: SourceDefinition) -> SourceDefinition {
        let written = self.problems.take(from_toml::<Written>(self.path, self.text));
        let Some(flag) = written.and_then(|written| written.deleted) else { return definition };
        let WrittenFlag { field, values } = flag.into_inner();
        let name = field.get_ref();
        let index = definition.field_index(name).filter(|index| definition.fields[*index].group.is_none());
        if index.is_none() {
            let problem = problem!(
                "[deleted] の項目「{name}」は、くり返しでない項目の中にありません",
                "[deleted] names \"{name}\", which is not among the fields outside groups"
            );
            let known = definition.fields.iter().filter(|field| field.group.is_none());
            let nearest = did_you_mean(name, known.map(|field| field.name.as_str()));
            self.report(field.span().start, problem.suggest(nearest));
        }
        let blank = values.get_ref().iter().find(|value| value.get_ref().trim().is_empty());
        if blank.is_some() || values.get_ref().is_empty() {
            let at = blank.map_or(values.span().start, |value| value.span().start);
            let problem = problem!(
                "[deleted] の values には、削除を意味する値を一つ以上書きます (空白は使えません)",
                "values of [deleted] needs at least one value that means deleted, and a blank is none"
            );
            self.report(at, problem);
        }
        let values = values.into_inner().into_iter().map(|value| value.get_ref().trim().to_owned()).collect();
        definition.deleted = index.map(|field| DeletedFlag { field, values });
        definition
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn read(rest: &str) -> Result<SourceDefinition, String> {
        let text = format!("format = 'csv'\ncharset = 'cp932'\nfields = ['番号', '削除']\n{rest}");
        SourceDefinition::from_toml(Path::new("s.toml"), &text).map_err(|problems| problems.to_string())
    }

    #[test]
    fn the_flag_is_a_field_with_the_values_that_mean_deleted() {
        let flag = read("[deleted]\nfield = '削除'\nvalues = ['1', '9']").unwrap().deleted;
        assert_eq!(flag, Some(DeletedFlag { field: 1, values: vec!["1".into(), "9".into()] }));
        assert_eq!(read("").unwrap().deleted, None);
    }

    #[test]
    fn a_flag_that_could_leave_everybody_behind_is_refused() {
        for wrong in ["values = []", "values = ['1', ' ']", "values = ['1']\nvalue = '1'", ""] {
            assert!(read(&format!("[deleted]\nfield = '削除'\n{wrong}")).is_err(), "{wrong}");
        }
        let told = read("[deleted]\nfield = '削徐'\nvalues = ['1']").unwrap_err();
        assert!(told.contains("did you mean \"削除\"") && told.contains("s.toml:5:"), "{told}");
    }
}
