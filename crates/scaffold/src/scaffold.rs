//! The best pairs of fields and items, and what is left on both sides.

use crate::assign::assign;
use crate::codes::{Codes, codes};
use crate::content::{speaks, tells};
use crate::names::{Name, Why, likeness};
use crate::profile::Profiles;
use crate::steps::{Steps, steps};
use utsushi_findings::Lang;
use utsushi_layout::{FileLayout, Standard};
use utsushi_legacy::SourceDefinition;

/// Below this a pair is no more than chance.
const LEAST: f64 = 0.62;

/// From here on a field that already feeds an item feeds another, too: their names are the same in some way.
const FEEDS_ANOTHER: f64 = 0.92;

/// What a repeating group has to gain before a target is made of it.
const GROUP_GAIN: f64 = 2.0;

/// How sure a pair is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sure {
    /// A person has to look.
    Doubtful,
    /// Most such pairs are right.
    Likely,
    /// The name says it.
    Sure,
}

/// An item and the field that probably feeds it.
#[derive(Debug)]
pub struct Pair {
    /// The item, by position in the layout.
    pub item: usize,
    /// The field, by position in the source definition.
    pub field: usize,
    /// Why.
    pub why: Why,
    /// How alike, 0 to 1, with what the content says.
    pub score: f64,
    /// Whether the content speaks against it.
    pub against: bool,
    pub(crate) steps: Steps,
    pub(crate) codes: Option<(Codes, String)>,
}

impl Pair {
    /// How sure it is.
    pub fn sure(&self) -> Sure {
        match self.score {
            0.9.. => Sure::Sure,
            0.75.. => Sure::Likely,
            _ => Sure::Doubtful,
        }
    }
}

/// What a person knows already.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The type of record that feeds the file, as an index into [`SourceDefinition::record_types`].
    pub record: Option<usize>,
    /// The group of which each occurrence is a row, as an index into [`SourceDefinition::groups`].
    pub each: Option<usize>,
}

/// A first mapping.
pub struct Scaffold<'a> {
    pub(crate) standard: &'a Standard,
    pub(crate) layout: &'a FileLayout,
    pub(crate) source: &'a SourceDefinition,
    pub(crate) profiles: Option<&'a Profiles>,
    pub(crate) lang: Lang,
    /// The pairs, in the order of the items.
    pub pairs: Vec<Pair>,
    /// For each item that nothing feeds: its position, and the field that is least unlike it, with its score.
    pub open: Vec<(usize, Option<(usize, f64)>)>,
    /// Fields that feed nothing, by position.
    pub unused: Vec<usize>,
    /// The type of record that the target is for.
    pub record: Option<usize>,
    /// The group that the target is `each` of.
    pub each: Option<usize>,
}

impl<'a> Scaffold<'a> {
    /// Finds the best mapping from `source` to `layout`, a file of `standard`. Notes are in `lang`.
    pub fn new(
        standard: &'a Standard,
        layout: &'a FileLayout,
        source: &'a SourceDefinition,
        profiles: Option<&'a Profiles>,
        choices: &Choices,
        lang: Lang,
    ) -> Scaffold<'a> {
        let mut scaffold = Scaffold {
            standard,
            layout,
            source,
            profiles,
            lang,
            pairs: Vec::new(),
            open: Vec::new(),
            unused: Vec::new(),
            record: None,
            each: None,
        };
        let types: Vec<Option<usize>> = match (choices.record, source.record_types().len()) {
            (Some(record), _) => vec![Some(record)],
            (None, 0) => vec![None],
            (None, count) => (0..count).map(Some).collect(),
        };
        let groups: Vec<Option<usize>> = match choices.each {
            Some(each) => vec![Some(each)],
            None => std::iter::once(None).chain((0..source.groups().len()).map(Some)).collect(),
        };
        let mut best: Option<(f64, Scores, Option<usize>, Option<usize>)> = None;
        for record in types {
            for each in &groups {
                let scores = Scores::of(&scaffold, record, *each);
                let of_type = record.map_or(0.0, |nth| {
                    2.0 * likeness(&Name::new(&source.record_types()[nth]), &Name::new(&layout.name), "").0
                });
                let of_group = if each.is_some() { GROUP_GAIN } else { 0.0 };
                let total = scores.total() + of_type - of_group;
                if best.as_ref().is_none_or(|(most, ..)| total > *most + 1e-9) {
                    best = Some((total, scores, record, *each));
                }
            }
        }
        if let Some((_, scores, record, each)) = best {
            (scaffold.record, scaffold.each) = (record, each);
            scaffold.take(&scores);
        }
        scaffold
    }

    fn take(&mut self, scores: &Scores) {
        let mut of_items: Vec<Option<(usize, f64, Why)>> = scores
            .found
            .iter()
            .enumerate()
            .map(|(item, field)| {
                let (score, why, _) = scores.all[item][(*field)?];
                Some((scores.fields[(*field)?], score, why))
            })
            .collect();
        for (item, found) in of_items.iter_mut().enumerate().filter(|(_, found)| found.is_none()) {
            *found = scores.nearest(item).filter(|(_, score, _)| *score >= FEEDS_ANOTHER);
        }
        for item in 0..of_items.len() {
            if of_items[item].is_none() {
                of_items[item] = self.date_of(item).and_then(|date| {
                    let (field, score, _) = of_items[date]?;
                    Some((field, (score - 0.1).max(LEAST), Why::OfDate))
                });
            }
        }
        for (item, found) in of_items.iter().enumerate() {
            match found {
                Some((field, score, why)) => {
                    let against = *why != Why::OfDate && scores.against(item, *field);
                    let pair = self.pair(item, *field, *score, *why, against);
                    self.pairs.push(pair);
                }
                None => {
                    let nearest = scores.nearest(item).map(|(field, score, _)| (field, score));
                    self.open.push((item, nearest.filter(|(_, score)| *score >= 0.4)));
                }
            }
        }
        // Keys and required items first, each in the order of the layout.
        let items = &self.layout.items;
        self.open.sort_by_key(|(item, _)| (!items[*item].key, !items[*item].required, *item));
        let used = |field: &usize| self.pairs.iter().any(|pair| pair.field == *field);
        self.unused = scores.fields.iter().copied().filter(|field| !used(field)).collect();
    }

    /// The date item that an item like 生年月日不詳フラグ or 生年月日表記 is about.
    fn date_of(&self, item: usize) -> Option<usize> {
        let name = &self.layout.items[item].name;
        let base = name.strip_suffix("不詳フラグ").or_else(|| name.strip_suffix("表記"))?;
        let found = self.layout.items.iter().position(|other| other.name == base)?;
        (self.layout.items[found].kind == utsushi_layout::ItemType::Date).then_some(found)
    }

    fn pair(&self, item: usize, field: usize, score: f64, why: Why, against: bool) -> Pair {
        let declared = &self.layout.items[item];
        let content = self.profiles.and_then(|profiles| profiles.content(self.record, field));
        let table = declared.code_table.as_deref().and_then(|name| self.standard.code_table(name));
        let codes = table.and_then(|table| codes(declared, table, content));
        let codes = codes.map(|codes| (codes, declared.slug.clone()));
        let mut steps =
            steps(declared, content, codes.as_ref().map(|(codes, name)| (codes, name.as_str())), self.lang);
        let codes = codes.filter(|_| why != Why::OfDate);
        if why == Why::OfDate {
            let made = if declared.name.ends_with("表記") { "written" } else { "unknown-flag" };
            steps = Steps { steps: vec![format!("{{ wareki = \"{made}\" }}")], remarks: Vec::new() };
        }
        Pair { item, field, why, score, against, steps, codes }
    }

    /// Whether every key and required item is fed.
    pub fn is_whole(&self) -> bool {
        self.open.iter().all(|(item, _)| !self.needed(*item))
    }

    /// Items that have to be fed and are not.
    pub fn needed_open(&self) -> usize {
        self.open.iter().filter(|(item, _)| self.needed(*item)).count()
    }

    /// Whether a key item is fed, and another item surely: otherwise the source is hardly for this file.
    pub fn is_plausible(&self) -> bool {
        let key =
            self.pairs.iter().any(|pair| self.layout.items[pair.item].key && pair.sure() > Sure::Doubtful);
        key && self.pairs.iter().filter(|pair| pair.sure() == Sure::Sure).count() > 1
    }

    fn needed(&self, item: usize) -> bool {
        self.layout.items[item].key || self.layout.items[item].required
    }
}

/// How well each field suits each item.
struct Scores {
    /// The fields that can feed the target.
    fields: Vec<usize>,
    /// For each item, for each of `fields`: the score, why, and what the content says.
    all: Vec<Vec<(f64, Why, f64)>>,
    /// For each item the position in `fields` of the one it gets.
    found: Vec<Option<usize>>,
}

impl Scores {
    fn of(scaffold: &Scaffold<'_>, record: Option<usize>, each: Option<usize>) -> Scores {
        let source = scaffold.source;
        let fields: Vec<usize> = (0..source.fields.len())
            .filter(|nth| {
                let field = &source.fields[*nth];
                let of_group = match field.group {
                    Some(group) => each == Some(group),
                    // With the group its columns have other names.
                    None => each.is_none() || !source.is_in_group(*nth),
                };
                let of_type = field.record_type.is_none_or(|of| record == Some(of));
                of_group && of_type && !source.tells_type(*nth)
            })
            .collect();
        let names: Vec<Name> = fields
            .iter()
            .map(|field| {
                let field = &source.fields[*field];
                let group = field.group.map(|group| format!("{}.", source.groups()[group].name));
                Name::new(
                    field.name.strip_prefix(group.as_deref().unwrap_or_default()).unwrap_or(&field.name),
                )
            })
            .collect();
        let all: Vec<Vec<(f64, Why, f64)>> = scaffold
            .layout
            .items
            .iter()
            .map(|item| {
                let name = Name::new(&item.name);
                let table = item.code_table.as_deref().and_then(|name| scaffold.standard.code_table(name));
                let score = |(nth, field): (usize, &usize)| {
                    let (like, why) = likeness(&names[nth], &name, &item.slug);
                    let written = &source.fields[*field].name;
                    let named = !written.starts_with("項目") && !written.is_ascii();
                    let Some(content) =
                        scaffold.profiles.and_then(|profiles| profiles.content(record, *field))
                    else {
                        return (like, why, 0.0);
                    };
                    let says = speaks(item, table, content);
                    let sum = (like + says).clamp(0.0, 1.0);
                    match tells(item, content, named) {
                        Some((told, what)) if told > sum => (told, Why::Content(what), 0.0),
                        _ => (sum, why, says),
                    }
                };
                fields.iter().enumerate().map(score).collect()
            })
            .collect();
        // The eighth power: no two doubtful pairs are worth a sure one.
        let weight = |score: f64| if score < LEAST { 0 } else { (score.powi(8) * 1e9) as i64 };
        let weights: Vec<Vec<i64>> =
            all.iter().map(|row| row.iter().map(|(score, ..)| weight(*score)).collect()).collect();
        let found = assign(&weights);
        Scores { fields, all, found }
    }

    fn total(&self) -> f64 {
        self.found.iter().enumerate().filter_map(|(item, field)| Some(self.all[item][(*field)?].0)).sum()
    }

    /// The field that suits an item best, whether or not it feeds another.
    fn nearest(&self, item: usize) -> Option<(usize, f64, Why)> {
        let best = self.all[item].iter().enumerate().reduce(|a, b| if b.1.0 > a.1.0 { b } else { a })?;
        Some((self.fields[best.0], best.1.0, best.1.1))
    }

    fn against(&self, item: usize, field: usize) -> bool {
        let nth = self.fields.iter().position(|known| *known == field);
        nth.is_some_and(|nth| self.all[item][nth].2 < 0.0)
    }
}
