//! Conditions on the items of a row.

/// A day that a rule names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Day {
    /// This day, `YYYYMMDD`.
    On(String),
    /// 基準日: the day as of which the data is delivered. Known only to the project.
    Delivery,
}

impl Day {
    /// The day, once 基準日 is known.
    pub fn resolve(&self, base_date: Option<&str>) -> Option<Day> {
        match self {
            Day::On(_) => Some(self.clone()),
            Day::Delivery => base_date.map(|day| Day::On(day.to_owned())),
        }
    }

    /// `YYYYMMDD`; empty for a 基準日 that is not resolved, before and after which nothing lies.
    pub fn text(&self) -> &str {
        match self {
            Day::On(day) => day,
            Day::Delivery => "",
        }
    }
}

/// A test of one item.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Test {
    /// The item.
    pub item: usize,
    /// What it must be.
    pub is: Is,
}

/// What an item must be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    /// A date before this day.
    Before(Day),
    /// A date on or after this day.
    OnOrAfter(Day),
}

impl Test {
    /// The test with 基準日 filled in; `None` if it needs one and there is none.
    pub fn resolve(&self, base_date: Option<&str>) -> Option<Test> {
        let is = match &self.is {
            Is::Before(day) => Is::Before(day.resolve(base_date)?),
            Is::OnOrAfter(day) => Is::OnOrAfter(day.resolve(base_date)?),
            other => other.clone(),
        };
        Some(Test { item: self.item, is })
    }

    /// All of the tests with 基準日 filled in; `None` if one needs it and there is none.
    pub fn resolve_all(tests: &[Test], base_date: Option<&str>) -> Option<Vec<Test>> {
        tests.iter().map(|test| test.resolve(base_date)).collect()
    }
}
