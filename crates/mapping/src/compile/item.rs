//! How one item is fed.

use crate::Condition;
use crate::definition::ItemToml;
use crate::feed::{Fed, Feed, ItemPlan};
use crate::transform::{self, Scope, Step, Written};
use std::collections::BTreeSet;
use toml::Spanned;
use utsushi_findings::{Problem, Problems, did_you_mean, problem};
use utsushi_layout::{Item, ItemType, Standard};

/// More values of one table that the standard does not know than this tell nobody anything.
const MOST_UNKNOWN_VALUES: usize = 10;

pub(super) struct Compiler<'a, P: Fn(Problem, usize) -> Problem> {
    pub text: &'a str,
    pub standard: &'a Standard,
    pub item: &'a Item,
    pub scope: Scope<'a>,
    pub place: &'a P,
}

impl<P: Fn(Problem, usize) -> Problem> Compiler<'_, P> {
    /// The plan of the item whose name stands at `at`.
    pub fn plan(&self, toml: &ItemToml, at: usize) -> Result<ItemPlan, Problems> {
        let mut problems = Problems::default();
        let otherwise = self.value(&toml.otherwise, &mut problems);
        if toml.cases.is_none() && toml.when.is_none() {
            if let Some(written) = &toml.otherwise {
                let said =
                    problem!("otherwise には when か cases が要ります", "otherwise needs when or cases");
                problems.push((self.place)(said, written.span().start));
            }
            let fed = match self.fed(toml, at) {
                Ok(fed) => fed,
                Err(said) => {
                    problems.push(said);
                    return Err(problems);
                }
            };
            problems.finish()?;
            return Ok(ItemPlan::Always(fed));
        }
        let cases = match &toml.cases {
            Some(cases) => self.cases(toml, cases, at, &mut problems),
            None => self.case(toml, at, &mut problems).into_iter().collect(),
        };
        problems.finish()?;
        Ok(ItemPlan::Cases { cases, otherwise: otherwise.unwrap_or_default() })
    }

    fn cases(
        &self,
        toml: &ItemToml,
        cases: &Spanned<Vec<Spanned<ItemToml>>>,
        at: usize,
        problems: &mut Problems,
    ) -> Vec<(Option<Condition>, Fed)> {
        let place = self.place;
        let feeds = toml.from.is_some() || !toml.steps.is_empty();
        if feeds || toml.when.is_some() || toml.constant.is_some() || toml.default.is_some() {
            let said = problem!(
                "cases のある項目に書けるのは otherwise と note だけです",
                "only otherwise and note can stand beside cases"
            );
            problems.push(place(
                said.help(
                    "from・steps・constant・default・when は cases の中に書いてください",
                    "from, steps, constant, default and when belong inside the cases",
                ),
                at,
            ));
        }
        let count = cases.get_ref().len();
        if count == 0 {
            problems.push(place(problem!("cases が空です", "cases is empty"), cases.span().start));
        }
        let mut made = Vec::new();
        for (nth, case) in cases.get_ref().iter().enumerate() {
            let (at, case) = (case.span().start, case.get_ref());
            if case.cases.is_some() || case.otherwise.is_some() {
                let said = problem!(
                    "cases の中に cases・otherwise は書けません",
                    "cases and otherwise cannot stand inside a case"
                );
                problems.push(place(said, at));
            }
            if case.when.is_none() && (nth + 1 < count || toml.otherwise.is_some()) {
                let said = problem!(
                    "when のない case の後には何も来られません (いつも当てはまります)",
                    "nothing can follow a case without when: it always holds"
                );
                problems.push(place(said, at));
            }
            made.extend(self.case(case, at, problems));
        }
        made
    }

    fn case(&self, toml: &ItemToml, at: usize, problems: &mut Problems) -> Option<(Option<Condition>, Fed)> {
        let when = match &toml.when {
            None => Some(None),
            Some(when) => {
                let condition = Condition::compile(when.get_ref(), self.scope.source);
                problems.take(condition.map(Some).map_err(|said| (self.place)(said, when.span().start)))
            }
        };
        let fed = problems.take(self.fed(toml, at));
        Some((when?, fed?))
    }

    /// A value that the mapping itself writes.
    fn value(&self, written: &Option<Spanned<String>>, problems: &mut Problems) -> Option<String> {
        let written = written.as_ref()?;
        let said = self.standard_value(written.get_ref());
        problems.take(said.map_err(|problem| (self.place)(problem, written.span().start)));
        Some(written.get_ref().clone())
    }

    fn fed(&self, toml: &ItemToml, at: usize) -> Result<Fed, Problems> {
        let mut problems = Problems::default();
        let place = self.place;
        let default = self.value(&toml.default, &mut problems);
        if toml.constant.is_some() {
            if toml.from.is_some() || !toml.steps.is_empty() || default.is_some() {
                let said = problem!(
                    "constant と from・steps・default は一緒に書けません",
                    "constant cannot stand with from, steps or default"
                );
                problems.push(place(said, at));
            }
            let constant = self.value(&toml.constant, &mut problems);
            problems.finish()?;
            return Ok(Fed { feed: Feed::Constant(constant.unwrap_or_default()), default: None });
        }
        let fields = self.fields(toml, at, &mut problems);
        let steps = self.steps(toml, &mut problems);
        if fields.len() > 1 && steps.join.is_none() {
            let said = problem!("複数の from には concat が要ります", "more than one field needs concat")
                .help(
                    "steps に { concat = \"　\" } のように区切りを書いてください",
                    "say in steps how to join them: { concat = \"　\" }",
                );
            problems.push(place(said, at));
        }
        problems.finish()?;
        let Steps { mut before, join, mut after } = steps;
        if let Some(number) = Step::number(self.item) {
            after.push(number);
        }
        if join.is_none() {
            before.append(&mut after);
        }
        let feed = match (join, fields.as_slice()) {
            (None, [field]) if before.is_empty() => Feed::Plain { field: *field, trim: false },
            (None, [field]) if matches!(before.as_slice(), [Step::Trim]) => {
                Feed::Plain { field: *field, trim: true }
            }
            (None, [field]) => Feed::Steps { field: *field, steps: before },
            (separator, _) => {
                Feed::Joined { fields, before, separator: separator.unwrap_or_default(), after }
            }
        };
        Ok(Fed { feed, default })
    }

    /// The fields of `from`.
    fn fields(&self, toml: &ItemToml, at: usize, problems: &mut Problems) -> Vec<usize> {
        let place = self.place;
        let source = self.scope.source;
        let mut fields = Vec::new();
        let names = toml.fields(self.text);
        for (name, at) in names.iter().flatten() {
            match source.field_index(name) {
                Some(index) => fields.push(index),
                None => {
                    let said = problem!(
                        "source の fields に「{name}」はありません",
                        "\"{name}\" is not among the fields of the source definition"
                    );
                    let known = source.fields.iter().map(|field| field.name.as_str());
                    problems.push(place(said.suggest(did_you_mean(name, known)), *at));
                }
            }
        }
        if names.is_none() {
            let said =
                problem!("from は項目名か項目名の並びです", "from is a field name or a list of field names");
            problems.push(place(said, at));
        } else if names.is_some_and(|names| names.is_empty()) {
            problems.push(place(problem!("from か constant が要ります", "needs from or constant"), at));
        }
        fields
    }

    fn steps(&self, toml: &ItemToml, problems: &mut Problems) -> Steps {
        let place = self.place;
        let mut steps = Steps { before: Vec::new(), join: None, after: Vec::new() };
        for (nth, step) in toml.steps.iter().enumerate() {
            let at = step.span().start;
            match transform::read(step.get_ref(), &self.scope) {
                Ok(Written::Concat(separator)) if steps.join.is_none() => steps.join = Some(separator),
                Ok(Written::Concat(_)) => {
                    problems
                        .push(place(problem!("concat は一度だけ書けます", "concat can stand only once"), at));
                }
                Ok(Written::Step(step)) => {
                    // What a later step changes is not what the item gets.
                    if nth + 1 == toml.steps.len() {
                        self.results(&step, at, problems);
                    }
                    if steps.join.is_some() { steps.after.push(step) } else { steps.before.push(step) }
                }
                Err(said) => {
                    for problem in said.iter().cloned() {
                        // A problem of a reference stands in its own file.
                        let placed = problem.place().is_some();
                        problems.push(if placed { problem } else { place(problem, at) });
                    }
                }
            }
        }
        steps
    }

    /// Every value that a table can give must be one that the standard knows.
    fn results(&self, step: &Step, at: usize, problems: &mut Problems) {
        if self.item.kind != ItemType::Code {
            return;
        }
        let mut unknown = BTreeSet::new();
        for value in step.results() {
            if unknown.len() < MOST_UNKNOWN_VALUES && !unknown.contains(value) {
                let said = self.standard_value(value).map_err(|problem| (self.place)(problem, at));
                if problems.take(said).is_none() {
                    unknown.insert(value);
                }
            }
        }
    }

    /// A value that the mapping itself writes must be one that the standard knows.
    fn standard_value(&self, value: &str) -> Result<(), Problem> {
        let table = self.item.code_table.as_deref().and_then(|name| self.standard.code_table(name));
        match table {
            Some(table)
                if self.item.kind == ItemType::Code && !value.is_empty() && !table.contains(value) =>
            {
                let (name, table_name) = (&self.item.name, &table.name);
                let known: Vec<&str> =
                    table.entries().iter().map(|(value, _)| value.as_str()).take(12).collect();
                let known = known.join(", ");
                Err(problem!(
                    "「{value}」は項目「{name}」のコード表 {table_name} にありません (あるもの: {known})",
                    "\"{value}\" is not in the code table {table_name} of \"{name}\" (there are: {known})"
                ))
            }
            _ => Ok(()),
        }
    }
}

/// The steps of an item, with what joins its fields between them.
struct Steps {
    before: Vec<Step>,
    join: Option<String>,
    after: Vec<Step>,
}
