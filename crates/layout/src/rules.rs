//! Rules of a file, as `<file>.rules.toml` lists them (the form is described in `layouts/README.md`). They name
//! roles, not items, so that they carry over to another standard whose items are called differently.

use crate::Item;
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;
use utsushi_findings::{Problem, Problems, did_you_mean, from_toml, problem};
use utsushi_value::PartialDate;

/// The rules of one file.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Rules across the items of a row.
    pub records: Vec<RecordRule>,
    /// Rules that need more than one row, or the date of the delivery: counted, and not run by `convert`.
    pub others: usize,
}

/// A rule across the items of one row. Items are positions in the layout.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordRule {
    /// It applies to rows that meet all of these.
    pub when: Vec<Test>,
    /// What must hold.
    pub kind: RuleKind,
    /// Whether breaking it is an error rather than a warning.
    pub error: bool,
    /// The statute or practice it comes from.
    pub source: String,
}

/// A test of one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// The item.
    pub item: usize,
    /// What it must be.
    pub is: Is,
}

/// What an item must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Is {
    /// No value.
    Blank,
    /// A value.
    Filled,
    /// One of these values.
    In(Vec<String>),
    /// None of these values; a blank passes.
    NotIn(Vec<String>),
    /// A value that ends in one of these texts.
    EndsWith(Vec<String>),
    /// A date before this day (`YYYYMMDD`).
    Before(String),
    /// A date on or after this day.
    OnOrAfter(String),
}

/// What must hold between items of one row.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleKind {
    /// The one date is not after the other.
    Order {
        /// The date that comes first.
        earlier: usize,
        /// The date that comes later.
        later: usize,
    },
    /// At least one of the items has a value.
    Requires(Vec<usize>),
    /// None of the items has a value.
    Forbids(Vec<usize>),
    /// The item is one of the values, or blank.
    Implies(usize, Vec<String>),
    /// The date is not before this day (`YYYYMMDD`).
    NotBefore(usize, String),
    /// The date is not after this day.
    NotAfter(usize, String),
    /// The period from the one date ends the day before its anniversary.
    Lasts {
        /// Its first day.
        start: usize,
        /// Its last day.
        end: usize,
        /// How many years.
        years: u16,
    },
    /// The date is at least so many years after the other.
    KeepsUntil {
        /// The date.
        item: usize,
        /// The date it is counted from.
        from: usize,
        /// How many years.
        years: u16,
    },
}

impl RecordRule {
    /// Every item the rule looks at.
    pub fn items(&self) -> Vec<usize> {
        let mut items: Vec<usize> = self.when.iter().map(|test| test.item).collect();
        match &self.kind {
            RuleKind::Order { earlier, later } => items.extend([*earlier, *later]),
            RuleKind::Requires(needed) | RuleKind::Forbids(needed) => items.extend(needed),
            RuleKind::Implies(item, _) | RuleKind::NotBefore(item, _) | RuleKind::NotAfter(item, _) => {
                items.push(*item);
            }
            RuleKind::Lasts { start, end, .. } => items.extend([*start, *end]),
            RuleKind::KeepsUntil { item, from, .. } => items.extend([*item, *from]),
        }
        items
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesToml {
    #[serde(default)]
    record: Vec<RecordToml>,
    #[serde(default)]
    relation: Vec<toml::Table>,
    #[serde(default)]
    file: Vec<toml::Table>,
    #[serde(default)]
    control_total: Vec<toml::Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordToml {
    rule: Spanned<String>,
    #[serde(default)]
    when: Vec<TestToml>,
    when_filled: Option<Spanned<String>>,
    earlier: Option<Spanned<String>>,
    later: Option<Spanned<String>>,
    needs: Option<Spanned<String>>,
    #[serde(default)]
    needs_any: Vec<Spanned<String>>,
    #[serde(default)]
    roles: Vec<Spanned<String>>,
    role: Option<Spanned<String>>,
    #[serde(default, rename = "in")]
    values: Vec<String>,
    date: Option<Spanned<String>>,
    start: Option<Spanned<String>>,
    end: Option<Spanned<String>>,
    from: Option<Spanned<String>>,
    #[serde(default)]
    years: u16,
    severity: Spanned<String>,
    source: String,
    #[serde(rename = "reason")]
    _reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TestToml {
    role: Spanned<String>,
    is: Option<String>,
    #[serde(rename = "in")]
    values: Option<Vec<String>>,
    not_in: Option<Vec<String>>,
    ends_with: Option<Vec<String>>,
    before: Option<Spanned<String>>,
    on_or_after: Option<Spanned<String>>,
}

impl Rules {
    /// Reads the rules of a file with these items.
    pub(crate) fn read(path: &Path, text: &str, items: &[Item]) -> Result<Rules, Problems> {
        let toml: RulesToml = from_toml(path, text)?;
        let mut problems = Problems::default();
        let place = |problem: Problem, offset: usize| problem.at(path).offset(text, offset);
        let reader = Reader { items, place: &place };
        let others = toml.relation.len() + toml.file.len() + toml.control_total.len();
        let mut rules = Rules { records: Vec::new(), others };
        for rule in &toml.record {
            if rule.source.trim().is_empty() {
                let said = problem!("規則に出典 (source) がありません", "the rule has no source");
                problems.push(place(said, rule.rule.span().start));
            }
            match problems.take(reader.rule(rule)) {
                Some(Some(rule)) => rules.records.push(rule),
                Some(None) => rules.others += 1,
                None => {}
            }
        }
        problems.finish()?;
        Ok(rules)
    }
}

struct Reader<'a, P: Fn(Problem, usize) -> Problem> {
    items: &'a [Item],
    place: &'a P,
}

impl<P: Fn(Problem, usize) -> Problem> Reader<'_, P> {
    fn role(&self, role: &Spanned<String>) -> Result<usize, Problem> {
        let name = role.get_ref();
        self.items.iter().position(|item| item.role.as_deref() == Some(name)).ok_or_else(|| {
            let said = problem!("役割「{name}」を持つ項目がありません", "no item has the role \"{name}\"");
            let known = self.items.iter().filter_map(|item| item.role.as_deref());
            (self.place)(said.suggest(did_you_mean(name, known)), role.span().start)
        })
    }

    fn roles(&self, roles: &[Spanned<String>]) -> Result<Vec<usize>, Problem> {
        roles.iter().map(|role| self.role(role)).collect()
    }

    /// A day, `2015-10-05`; `None` for the day of the delivery, which `convert` does not know.
    fn date(&self, date: &Spanned<String>) -> Result<Option<String>, Problem> {
        if date.get_ref() == "delivery" {
            return Ok(None);
        }
        let compact = date.get_ref().replace('-', "");
        match PartialDate::parse_compact(&compact) {
            Ok(_) => Ok(Some(compact)),
            Err(_) => {
                let said = problem!("日付は YYYY-MM-DD か delivery です", "a date is YYYY-MM-DD or delivery");
                Err((self.place)(said, date.span().start))
            }
        }
    }

    fn test(&self, test: &TestToml) -> Result<Option<Test>, Problem> {
        let item = self.role(&test.role)?;
        let is = match test {
            TestToml { is: Some(is), .. } if is == "blank" => Is::Blank,
            TestToml { is: Some(is), .. } if is == "filled" => Is::Filled,
            TestToml { values: Some(values), .. } => Is::In(values.clone()),
            TestToml { not_in: Some(values), .. } => Is::NotIn(values.clone()),
            TestToml { ends_with: Some(texts), .. } => Is::EndsWith(texts.clone()),
            TestToml { before: Some(date), .. } => match self.date(date)? {
                Some(date) => Is::Before(date),
                None => return Ok(None),
            },
            TestToml { on_or_after: Some(date), .. } => match self.date(date)? {
                Some(date) => Is::OnOrAfter(date),
                None => return Ok(None),
            },
            _ => {
                let said = problem!("条件が読めません", "cannot read the condition").help(
                    "is = \"blank\"・\"filled\"、in、not_in、ends_with、before、on_or_after のどれかを書きます",
                    "say one of is = \"blank\" or \"filled\", in, not_in, ends_with, before, on_or_after",
                );
                return Err((self.place)(said, test.role.span().start));
            }
        };
        Ok(Some(Test { item, is }))
    }

    /// `None` for a rule that needs the day of the delivery.
    fn rule(&self, rule: &RecordToml) -> Result<Option<RecordRule>, Problem> {
        let at = rule.rule.span().start;
        let role = |role: &Option<Spanned<String>>, name: &str| match role {
            Some(role) => self.role(role),
            None => Err((self.place)(problem!("{name} がありません", "{name} is missing"), at)),
        };
        let mut when = Vec::new();
        for test in &rule.when {
            let Some(test) = self.test(test)? else { return Ok(None) };
            when.push(test);
        }
        if let Some(role) = &rule.when_filled {
            when.push(Test { item: self.role(role)?, is: Is::Filled });
        }
        let day = || match &rule.date {
            Some(date) => self.date(date),
            None => Err((self.place)(problem!("date がありません", "date is missing"), at)),
        };
        let kind = match rule.rule.get_ref().as_str() {
            "order" => RuleKind::Order {
                earlier: role(&rule.earlier, "earlier")?,
                later: role(&rule.later, "later")?,
            },
            "requires" if rule.needs_any.is_empty() => RuleKind::Requires(vec![role(&rule.needs, "needs")?]),
            "requires" => RuleKind::Requires(self.roles(&rule.needs_any)?),
            "forbids" => RuleKind::Forbids(self.roles(&rule.roles)?),
            "implies" => RuleKind::Implies(role(&rule.role, "role")?, rule.values.clone()),
            "not_before" | "not_after" => {
                let Some(day) = day()? else { return Ok(None) };
                let item = role(&rule.role, "role")?;
                match rule.rule.get_ref().as_str() {
                    "not_before" => RuleKind::NotBefore(item, day),
                    _ => RuleKind::NotAfter(item, day),
                }
            }
            "lasts" => RuleKind::Lasts {
                start: role(&rule.start, "start")?,
                end: role(&rule.end, "end")?,
                years: rule.years,
            },
            "keeps_until" => RuleKind::KeepsUntil {
                item: role(&rule.role, "role")?,
                from: role(&rule.from, "from")?,
                years: rule.years,
            },
            other => {
                let said = problem!("規則「{other}」はありません", "there is no rule \"{other}\"");
                let known = [
                    "order",
                    "requires",
                    "forbids",
                    "implies",
                    "not_before",
                    "not_after",
                    "lasts",
                    "keeps_until",
                ];
                return Err((self.place)(said.suggest(did_you_mean(other, known)), at));
            }
        };
        let error = match rule.severity.get_ref().as_str() {
            "error" => true,
            "warning" | "info" => false,
            _ => {
                let said =
                    problem!("severity は error・warning・info です", "severity is error, warning or info");
                return Err((self.place)(said, rule.severity.span().start));
            }
        };
        Ok(Some(RecordRule { when, kind, error, source: rule.source.clone() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Library;

    fn read(text: &str) -> Result<Rules, Problems> {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        Rules::read(Path::new("x.rules.toml"), text, &standard.file("01.resident").unwrap().items)
    }

    #[test]
    fn a_rule_names_roles_and_finds_their_items() {
        let rules = read(
            "[[record]]\nrule='forbids'\nwhen=[{role='removal_date', before='2015-10-05'}]\n\
             roles=['individual_number']\nseverity='error'\nsource='x'\n[[file]]\nrule='unique'\n",
        )
        .unwrap();
        assert!(matches!(&rules.records[0].kind, RuleKind::Forbids(items) if items.len() == 1));
        assert_eq!(rules.records[0].when[0].is, Is::Before("20151005".into()));
        assert_eq!(rules.others, 1);
    }

    #[test]
    fn a_wrong_role_or_rule_is_told_with_its_place() {
        let rule = |text: &str| format!("[[record]]\n{text}\nseverity='error'\nsource='x'\n");
        let said =
            read(&rule("rule='order'\nearlier='birth_dat'\nlater='removal_date'")).unwrap_err().to_string();
        assert!(said.contains("x.rules.toml:3:9: no item has the role \"birth_dat\""), "{said}");
        let said = read(&rule("rule='ordr'")).unwrap_err().to_string();
        assert!(said.contains("did you mean \"order\""), "{said}");
    }

    #[test]
    fn a_rule_on_the_day_of_the_delivery_is_left_to_verify() {
        let rules = read(
            "[[record]]\nrule='not_after'\nrole='birth_date'\ndate='delivery'\nseverity='error'\nsource='x'\n",
        );
        let rules = rules.unwrap();
        assert_eq!((rules.records.len(), rules.others), (0, 1));
    }
}
