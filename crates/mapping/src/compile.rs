//! From a mapping file to a [`Mapper`]: every name resolved, every mistake told.

use crate::Mapper;
use crate::definition::{ItemToml, MappingToml};
use crate::mapper::{Feed, ItemPlan};
use crate::transform::{self, Step, Written};
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;
use utsushi_findings::{Problem, Problems, did_you_mean, from_toml, problem};
use utsushi_layout::{FileLayout, Item, ItemType, Standard};
use utsushi_legacy::SourceDefinition;

impl Mapper {
    /// Compiles the mapping in `text` (read from `path`) from the fields of `source` to the items of `layout`.
    ///
    /// # Errors
    /// Every mistake: unknown items, fields, transforms and code tables with what was probably meant, key items that
    /// nothing feeds, values that are not in the standard's code table.
    pub fn compile(
        path: &Path,
        text: &str,
        source: &SourceDefinition,
        standard: &Standard,
        layout: &FileLayout,
    ) -> Result<Mapper, Problems> {
        let toml: MappingToml = from_toml(path, text)?;
        let mut problems = Problems::default();
        let place = |problem: Problem, offset: usize| problem.at(path).offset(text, offset);
        let tables: BTreeMap<String, BTreeMap<String, String>> = toml
            .code
            .iter()
            .map(|(name, entries)| {
                (
                    name.clone(),
                    entries.iter().map(|(from, to)| (from.clone(), to.get_ref().clone())).collect(),
                )
            })
            .collect();
        let mut plans: Vec<Option<ItemPlan>> = layout.items.iter().map(|_| None).collect();
        for (name, item) in &toml.item {
            let at = name.span().start;
            let name = name.get_ref();
            let Some(index) = layout.item_index(name) else {
                let file = layout.id();
                let said = problem!("{file} に項目「{name}」はありません", "{file} has no item \"{name}\"");
                let names = layout.items.iter().flat_map(|item| [item.name.as_str(), item.slug.as_str()]);
                problems.push(place(said.suggest(did_you_mean(name, names)), at));
                continue;
            };
            if plans[index].is_some() {
                let said = problem!("項目「{name}」が二度あります", "the item \"{name}\" is mapped twice");
                problems.push(place(said, at));
                continue;
            }
            let compiler = Compiler {
                text,
                source,
                standard,
                item: &layout.items[index],
                tables: &tables,
                place: &place,
            };
            plans[index] = problems.take(compiler.plan(item, at));
        }
        for (index, item) in layout.items.iter().enumerate() {
            if item.key && plans[index].is_none() {
                let (name, slug) = (&item.name, &item.slug);
                problems.push(
                    problem!(
                        "キー項目「{name}」({slug}) の対応付けがありません",
                        "the key item \"{name}\" ({slug}) is not mapped"
                    )
                    .at(path)
                    .help(
                        format!("[item] に \"{name}\" = {{ from = \"…\" }} を書いてください"),
                        format!("add \"{name}\" = {{ from = \"…\" }} to [item]"),
                    ),
                );
            }
        }
        problems.finish()?;
        Ok(Mapper::new(source.charset, plans))
    }
}

struct Compiler<'a, P: Fn(Problem, usize) -> Problem> {
    text: &'a str,
    source: &'a SourceDefinition,
    standard: &'a Standard,
    item: &'a Item,
    tables: &'a BTreeMap<String, BTreeMap<String, String>>,
    place: &'a P,
}

impl<P: Fn(Problem, usize) -> Problem> Compiler<'_, P> {
    fn plan(&self, toml: &ItemToml, at: usize) -> Result<ItemPlan, Problems> {
        let mut problems = Problems::default();
        let place = self.place;
        let value = |written: &Option<Spanned<String>>, problems: &mut Problems| {
            let written = written.as_ref()?;
            let said = self.standard_value(written.get_ref());
            problems.take(said.map_err(|problem| place(problem, written.span().start)));
            Some(written.get_ref().clone())
        };
        let default = value(&toml.default, &mut problems);
        if toml.constant.is_some() {
            if toml.from.is_some() || !toml.steps.is_empty() || default.is_some() {
                let said = problem!(
                    "constant と from・steps・default は一緒に書けません",
                    "constant cannot stand with from, steps or default"
                );
                problems.push(place(said, at));
            }
            let constant = value(&toml.constant, &mut problems);
            problems.finish()?;
            return Ok(ItemPlan { feed: Feed::Constant(constant.unwrap_or_default()), default: None });
        }
        let mut fields = Vec::new();
        let names = toml.fields(self.text);
        for (name, at) in names.iter().flatten() {
            match self.source.field_index(name) {
                Some(index) => fields.push(index),
                None => {
                    let said = problem!(
                        "source の fields に「{name}」はありません",
                        "\"{name}\" is not among the fields of the source definition"
                    );
                    let known = self.source.fields.iter().map(|field| field.name.as_str());
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
        let (mut before, mut join, mut after) = (Vec::new(), None, Vec::new());
        for step in &toml.steps {
            let at = step.span().start;
            match transform::read(step.get_ref(), self.tables) {
                Ok(Written::Concat(separator)) if join.is_none() => join = Some(separator),
                Ok(Written::Concat(_)) => {
                    problems
                        .push(place(problem!("concat は一度だけ書けます", "concat can stand only once"), at));
                }
                Ok(Written::Step(step)) => {
                    if let Step::Code(code) = &step {
                        for result in code.results() {
                            problems.take(self.standard_value(result).map_err(|problem| place(problem, at)));
                        }
                    }
                    if join.is_some() { after.push(step) } else { before.push(step) }
                }
                Err(problem) => problems.push(place(problem, at)),
            }
        }
        if fields.len() > 1 && join.is_none() {
            let said = problem!("複数の from には concat が要ります", "more than one field needs concat")
                .help(
                    "steps に { concat = \"　\" } のように区切りを書いてください",
                    "say in steps how to join them: { concat = \"　\" }",
                );
            problems.push(place(said, at));
        }
        problems.finish()?;
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
        Ok(ItemPlan { feed, default })
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
