//! Reading `<file>.rules.toml`.

use super::{
    ControlTotal, Day, FileRule, FileRuleKind, Is, Measure, RecordRule, Relation, RuleKind, Rules, Test,
};
use crate::Item;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;
use utsushi_findings::{Problem, Problems, did_you_mean, from_toml, problem};
use utsushi_value::PartialDate;

type Name = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesToml {
    #[serde(default)]
    record: Vec<RecordToml>,
    #[serde(default)]
    relation: Vec<RelationToml>,
    #[serde(default)]
    file: Vec<FileToml>,
    #[serde(default)]
    control_total: Vec<TotalToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordToml {
    rule: Name,
    #[serde(default)]
    when: Vec<TestToml>,
    when_filled: Option<Name>,
    earlier: Option<Name>,
    later: Option<Name>,
    needs: Option<Name>,
    #[serde(default)]
    needs_any: Vec<Name>,
    #[serde(default)]
    roles: Vec<Name>,
    role: Option<Name>,
    #[serde(default, rename = "in")]
    values: Vec<String>,
    date: Option<Name>,
    start: Option<Name>,
    end: Option<Name>,
    from: Option<Name>,
    #[serde(default)]
    years: u16,
    severity: Name,
    source: String,
    #[serde(rename = "reason")]
    _reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelationToml {
    items: Spanned<Vec<Name>>,
    to: Name,
    roles: Vec<Name>,
    as_of: Option<Name>,
    #[serde(default)]
    when: Vec<TestToml>,
    #[serde(default)]
    to_when: Vec<TestToml>,
    #[serde(default)]
    equal: Vec<Name>,
    count_equals: Option<Name>,
    severity: Name,
    source: String,
    #[serde(rename = "reason")]
    _reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileToml {
    rule: Name,
    key: Vec<Name>,
    flag: Option<Name>,
    start: Option<Name>,
    end: Option<Name>,
    order: Option<Name>,
    role: Option<Name>,
    #[serde(default, rename = "in")]
    values: Vec<String>,
    #[serde(default)]
    when: Vec<TestToml>,
    #[serde(default)]
    except_when: Vec<TestToml>,
    severity: Name,
    source: String,
    #[serde(rename = "reason")]
    _reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TotalToml {
    name: Name,
    #[serde(default)]
    group_by: Vec<Name>,
    measure: Name,
    sum_of: Option<Name>,
    #[serde(default)]
    when: Vec<TestToml>,
    to: Name,
    base_date: Name,
    severity: Name,
    source: String,
    #[serde(rename = "reason")]
    _reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TestToml {
    role: Name,
    is: Option<String>,
    #[serde(rename = "in")]
    values: Option<Vec<String>>,
    not_in: Option<Vec<String>>,
    ends_with: Option<Vec<String>>,
    before: Option<Name>,
    on_or_after: Option<Name>,
}

/// Items of every file of the standard, by its id: what relations point into.
pub(crate) type Files<'a> = BTreeMap<String, &'a [Item]>;

impl Rules {
    /// Reads the rules of a file with these items; `files` are those that relations may point at.
    pub(crate) fn read(
        path: &Path,
        text: &str,
        items: &[Item],
        files: &Files<'_>,
    ) -> Result<Rules, Problems> {
        let toml: RulesToml = from_toml(path, text)?;
        let mut problems = Problems::default();
        let place = |problem: Problem, offset: usize| problem.at(path).offset(text, offset);
        let reader = Reader { items, files, place: &place };
        let mut rules = Rules::default();
        for rule in &toml.record {
            rules.records.extend(problems.take(reader.record(rule)));
        }
        for rule in &toml.relation {
            rules.relations.extend(problems.take(reader.relation(rule)));
        }
        for rule in &toml.file {
            rules.files.extend(problems.take(reader.file(rule)));
        }
        for rule in &toml.control_total {
            rules.totals.extend(problems.take(reader.total(rule)));
        }
        problems.finish()?;
        Ok(rules)
    }
}

struct Reader<'a, P: Fn(Problem, usize) -> Problem> {
    items: &'a [Item],
    files: &'a Files<'a>,
    place: &'a P,
}

impl<P: Fn(Problem, usize) -> Problem> Reader<'_, P> {
    fn role_in(&self, role: &Name, items: &[Item]) -> Result<usize, Problem> {
        let name = role.get_ref();
        items.iter().position(|item| item.role.as_deref() == Some(name)).ok_or_else(|| {
            let said = problem!("役割「{name}」を持つ項目がありません", "no item has the role \"{name}\"");
            let known = items.iter().filter_map(|item| item.role.as_deref());
            (self.place)(said.suggest(did_you_mean(name, known)), role.span().start)
        })
    }

    fn role(&self, role: &Name) -> Result<usize, Problem> {
        self.role_in(role, self.items)
    }

    fn roles(&self, roles: &[Name]) -> Result<Vec<usize>, Problem> {
        roles.iter().map(|role| self.role(role)).collect()
    }

    fn needed(&self, role: &Option<Name>, name: &str, at: usize) -> Result<usize, Problem> {
        match role {
            Some(role) => self.role(role),
            None => Err((self.place)(problem!("{name} がありません", "{name} is missing"), at)),
        }
    }

    /// A day, `2015-10-05`, or `delivery`.
    fn day(&self, date: &Name) -> Result<Day, Problem> {
        if date.get_ref() == "delivery" {
            return Ok(Day::Delivery);
        }
        let compact = date.get_ref().replace('-', "");
        match PartialDate::parse_compact(&compact) {
            Ok(_) => Ok(Day::On(compact)),
            Err(_) => {
                let said = problem!("日付は YYYY-MM-DD か delivery です", "a date is YYYY-MM-DD or delivery");
                Err((self.place)(said, date.span().start))
            }
        }
    }

    fn test(&self, test: &TestToml, items: &[Item]) -> Result<Test, Problem> {
        let item = self.role_in(&test.role, items)?;
        let is = match test {
            TestToml { is: Some(is), .. } if is == "blank" => Is::Blank,
            TestToml { is: Some(is), .. } if is == "filled" => Is::Filled,
            TestToml { values: Some(values), .. } => Is::In(values.clone()),
            TestToml { not_in: Some(values), .. } => Is::NotIn(values.clone()),
            TestToml { ends_with: Some(texts), .. } => Is::EndsWith(texts.clone()),
            TestToml { before: Some(date), .. } => Is::Before(self.day(date)?),
            TestToml { on_or_after: Some(date), .. } => Is::OnOrAfter(self.day(date)?),
            _ => {
                let said = problem!("条件が読めません", "cannot read the condition").help(
                    "is = \"blank\"・\"filled\"、in、not_in、ends_with、before、on_or_after のどれかを書きます",
                    "say one of is = \"blank\" or \"filled\", in, not_in, ends_with, before, on_or_after",
                );
                return Err((self.place)(said, test.role.span().start));
            }
        };
        Ok(Test { item, is })
    }

    fn tests(&self, tests: &[TestToml]) -> Result<Vec<Test>, Problem> {
        tests.iter().map(|test| self.test(test, self.items)).collect()
    }

    /// Whether it is an error. What is said for information is reported as a warning: a code has one severity.
    fn error(&self, severity: &Name) -> Result<bool, Problem> {
        match severity.get_ref().as_str() {
            "error" => Ok(true),
            "warning" | "info" => Ok(false),
            _ => {
                let said =
                    problem!("severity は error・warning・info です", "severity is error, warning or info");
                Err((self.place)(said, severity.span().start))
            }
        }
    }

    fn sourced(&self, source: &str, at: usize) -> Result<String, Problem> {
        if source.trim().is_empty() {
            let said = problem!("規則に出典 (source) がありません", "the rule has no source");
            return Err((self.place)(said, at));
        }
        Ok(source.to_owned())
    }

    fn to(&self, to: &Name) -> Result<&[Item], Problem> {
        let id = to.get_ref();
        self.files.get(id).copied().ok_or_else(|| {
            let said = problem!("移行ファイル「{id}」はありません", "there is no file \"{id}\"");
            let known = self.files.keys().map(String::as_str);
            (self.place)(said.suggest(did_you_mean(id, known)), to.span().start)
        })
    }

    fn unknown(&self, rule: &Name, known: &[&str]) -> Problem {
        let name = rule.get_ref();
        let said = problem!("規則「{name}」はありません", "there is no rule \"{name}\"");
        (self.place)(said.suggest(did_you_mean(name, known.iter().copied())), rule.span().start)
    }

    fn record(&self, rule: &RecordToml) -> Result<RecordRule, Problem> {
        let at = rule.rule.span().start;
        let role = |role: &Option<Name>, name: &str| self.needed(role, name, at);
        let mut when = self.tests(&rule.when)?;
        if let Some(role) = &rule.when_filled {
            when.push(Test { item: self.role(role)?, is: Is::Filled });
        }
        let day = || match &rule.date {
            Some(date) => self.day(date),
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
            "not_before" => RuleKind::NotBefore(role(&rule.role, "role")?, day()?),
            "not_after" => RuleKind::NotAfter(role(&rule.role, "role")?, day()?),
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
            _ => {
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
                return Err(self.unknown(&rule.rule, &known));
            }
        };
        let (error, source) = (self.error(&rule.severity)?, self.sourced(&rule.source, at)?);
        Ok(RecordRule { when, kind, error, source })
    }

    fn relation(&self, rule: &RelationToml) -> Result<Relation, Problem> {
        let at = rule.items.span().start;
        let to = self.to(&rule.to)?;
        let items = self.roles(rule.items.get_ref())?;
        let roles = rule.roles.iter().map(|role| self.role_in(role, to)).collect::<Result<Vec<_>, _>>()?;
        if items.is_empty() || items.len() != roles.len() {
            let said = problem!(
                "items と roles は同じ数だけ書きます",
                "items and roles must be as many as each other, and at least one"
            );
            return Err((self.place)(said, at));
        }
        let as_of = rule.as_of.as_ref().map(|role| self.role(role)).transpose()?;
        let dated = |role: &str| to.iter().position(|item| item.role.as_deref() == Some(role));
        let valid = match as_of {
            Some(_) => (dated("valid_from"), dated("valid_to")),
            None => (None, None),
        };
        if let (Some(role), (None, None)) = (&rule.as_of, valid) {
            let id = rule.to.get_ref();
            let said = problem!(
                "as_of がありますが、{id} に valid_from も valid_to もありません",
                "as_of is given, but {id} has neither valid_from nor valid_to"
            );
            return Err((self.place)(said, role.span().start));
        }
        let same = |role: &Name| Ok((self.role(role)?, self.role_in(role, to)?));
        Ok(Relation {
            items,
            to: rule.to.get_ref().clone(),
            roles,
            as_of,
            valid,
            when: self.tests(&rule.when)?,
            to_when: rule.to_when.iter().map(|test| self.test(test, to)).collect::<Result<_, _>>()?,
            equal: rule.equal.iter().map(same).collect::<Result<_, Problem>>()?,
            count_equals: rule.count_equals.as_ref().map(|role| self.role(role)).transpose()?,
            error: self.error(&rule.severity)?,
            source: self.sourced(&rule.source, at)?,
        })
    }

    fn file(&self, rule: &FileToml) -> Result<FileRule, Problem> {
        let at = rule.rule.span().start;
        let role = |role: &Option<Name>, name: &str| self.needed(role, name, at);
        let kind = match rule.rule.get_ref().as_str() {
            "one_latest" => FileRuleKind::OneLatest(role(&rule.flag, "flag")?),
            "no_overlap" => FileRuleKind::NoOverlap {
                start: role(&rule.start, "start")?,
                end: role(&rule.end, "end")?,
                order: rule.order.as_ref().map(|role| self.role(role)).transpose()?,
            },
            "unique" => FileRuleKind::Unique,
            "one_per_group" => FileRuleKind::OnePerGroup(role(&rule.role, "role")?, rule.values.clone()),
            _ => {
                return Err(
                    self.unknown(&rule.rule, &["one_latest", "no_overlap", "unique", "one_per_group"])
                );
            }
        };
        let key = self.roles(&rule.key)?;
        if key.is_empty() {
            return Err((self.place)(problem!("key がありません", "key is missing"), at));
        }
        Ok(FileRule {
            kind,
            key,
            when: self.tests(&rule.when)?,
            except_when: self.tests(&rule.except_when)?,
            error: self.error(&rule.severity)?,
            source: self.sourced(&rule.source, at)?,
        })
    }

    fn total(&self, rule: &TotalToml) -> Result<ControlTotal, Problem> {
        let at = rule.name.span().start;
        let to = self.to(&rule.to)?;
        for role in ["file_name", "total_name", "base_date", "total_count", "total_amount"] {
            if !to.iter().any(|item| item.role.as_deref() == Some(role)) {
                let id = rule.to.get_ref();
                let said = problem!(
                    "{id} に役割「{role}」を持つ項目がありません",
                    "no item of {id} has the role \"{role}\""
                );
                return Err((self.place)(said, rule.to.span().start));
            }
        }
        let measure = match rule.measure.get_ref().as_str() {
            "count" => Measure::Count,
            "sum" => Measure::Sum(self.needed(&rule.sum_of, "sum_of", at)?),
            _ => {
                let said = problem!("measure は count か sum です", "measure is count or sum");
                return Err((self.place)(said, rule.measure.span().start));
            }
        };
        if let Measure::Sum(item) = measure
            && !self.items[item].kind.is_number()
        {
            let said = problem!("sum_of の項目が数ではありません", "the item of sum_of is no number");
            return Err((self.place)(said, rule.sum_of.as_ref().map_or(at, |role| role.span().start)));
        }
        let group_by = self.roles(&rule.group_by)?;
        if group_by.len() > 4 {
            let said = problem!("group_by は四つまでです", "group_by holds at most four roles");
            return Err((self.place)(said, at));
        }
        if rule.base_date.get_ref() != "delivery" {
            let said = problem!("base_date は delivery です", "base_date is delivery");
            return Err((self.place)(said, rule.base_date.span().start));
        }
        Ok(ControlTotal {
            name: rule.name.get_ref().clone(),
            group_by,
            measure,
            when: self.tests(&rule.when)?,
            to: rule.to.get_ref().clone(),
            error: self.error(&rule.severity)?,
            source: self.sourced(&rule.source, at)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Library;

    fn read(text: &str) -> Result<Rules, Problems> {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let files = standard.files().map(|file| (file.id(), file.items.as_slice())).collect();
        Rules::read(Path::new("x.rules.toml"), text, &standard.file("01.resident").unwrap().items, &files)
    }

    #[test]
    fn a_rule_names_roles_and_finds_their_items() {
        let rules = read(
            "[[record]]\nrule='forbids'\nwhen=[{role='removal_date', before='2015-10-05'}]\n\
             roles=['individual_number']\nseverity='error'\nsource='x'\n\
             [[file]]\nrule='unique'\nkey=['resident_code']\nseverity='error'\nsource='x'\n",
        )
        .unwrap();
        assert!(matches!(&rules.records[0].kind, RuleKind::Forbids(items) if items.len() == 1));
        assert_eq!(rules.records[0].when[0].is, Is::Before(Day::On("20151005".into())));
        assert_eq!((rules.files[0].key.len(), rules.len()), (1, 2));
    }

    #[test]
    fn a_relation_finds_the_items_of_the_other_file() {
        let relation = |text: &str| format!("[[relation]]\n{text}\nseverity='error'\nsource='x'\n");
        let rules = read(&relation(
            "items=['town_code']\nto='00.town_master'\nroles=['town_code']\nas_of='change_date'",
        ));
        let found = &rules.unwrap().relations[0];
        assert_eq!((found.roles.as_slice(), found.valid), ([0].as_slice(), (Some(1), Some(2))));
        for (wrong, told) in [
            ("items=['town_code']\nto='00.town'\nroles=['town_code']", "there is no file \"00.town\""),
            (
                "items=['town_code']\nto='00.town_master'\nroles=['town_cod']",
                "no item has the role \"town_cod\"",
            ),
            ("items=['town_code']\nto='00.town_master'\nroles=[]", "as many as each other"),
            (
                "items=['address_number']\nto='01.household'\nroles=['household_number']\nas_of='change_date'",
                "valid_from",
            ),
        ] {
            let said = read(&relation(&wrong.replace("\nroles", ";roles").replace(';', "\n")))
                .unwrap_err()
                .to_string();
            assert!(said.contains(told), "{said}");
        }
    }

    #[test]
    fn a_wrong_role_or_rule_is_told_with_its_place() {
        let rule = |text: &str| format!("[[record]]\n{text}\nseverity='error'\nsource='x'\n");
        let said =
            read(&rule("rule='order'\nearlier='birth_dat'\nlater='removal_date'")).unwrap_err().to_string();
        assert!(said.contains("x.rules.toml:3:9: no item has the role \"birth_dat\""), "{said}");
        let said = read(&rule("rule='ordr'")).unwrap_err().to_string();
        assert!(said.contains("did you mean \"order\""), "{said}");
        assert!(read("[[relation]]\nto='x'\nrolls=[]\n").is_err());
    }

    #[test]
    fn the_day_of_the_delivery_stays_open_until_it_is_known() {
        let rules = read(
            "[[record]]\nrule='not_after'\nrole='birth_date'\ndate='delivery'\nseverity='error'\nsource='x'\n",
        )
        .unwrap();
        assert_eq!(rules.records[0].resolve(None), None);
        let resolved = rules.records[0].resolve(Some("20260331")).unwrap();
        assert!(matches!(resolved.kind, RuleKind::NotAfter(_, Day::On(day)) if day == "20260331"));
    }
}
