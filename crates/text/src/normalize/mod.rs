//! Policies that make the writing of a text uniform, each one item, and how much each changed.
//!
//! None of them is NFC or NFKC: kanji, their compatibility forms (U+FA19) and variation sequences pass untouched.

mod controls;
mod forms;
mod hyphens;
mod iteration;
mod look_alikes;
mod marks;
mod matching;
mod spaces;

pub use controls::Controls;
pub use forms::Form;
pub use hyphens::Hyphens;
pub use matching::fold_for_matching;
pub use spaces::Runs;

use crate::width::{KanaOptions, kana_to_full_width, kana_to_half_width};

/// What is made uniform, and how. The default changes nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Normalize {
    /// Control characters.
    pub controls: Option<Controls>,
    /// Characters of UTF-8 sources that cp932 and JIS X 0208 data write as another code point: −〜‖—¢£¬¥‾¦.
    pub look_alikes: bool,
    /// Combining ゙ ゚ (U+3099, U+309A) made one with the kana before them, where one kana is that.
    pub marks: bool,
    /// Katakana.
    pub kana: Option<Form>,
    /// The ten digits.
    pub digits: Option<Form>,
    /// The 52 letters.
    pub letters: Option<Form>,
    /// The signs of ASCII, but for the space.
    pub symbols: Option<Form>,
    /// The width of spaces.
    pub spaces: Option<Form>,
    /// Spaces at both ends, and runs of them.
    pub runs: Option<Runs>,
    /// Hyphens, dashes, minus signs and long vowels.
    pub hyphens: Option<Hyphens>,
    /// Iteration marks written out: 々ゝゞヽヾ〻.
    pub iteration: bool,
}

/// One of the policies, for an account of what was changed. They are applied in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Policy {
    /// [`Normalize::controls`]
    Controls,
    /// [`Normalize::look_alikes`]
    LookAlikes,
    /// [`Normalize::marks`]
    Marks,
    /// [`Normalize::kana`]
    Kana,
    /// [`Normalize::digits`]
    Digits,
    /// [`Normalize::letters`]
    Letters,
    /// [`Normalize::symbols`]
    Symbols,
    /// [`Normalize::spaces`]
    Spaces,
    /// [`Normalize::runs`]
    Runs,
    /// [`Normalize::hyphens`]
    Hyphens,
    /// [`Normalize::iteration`]
    Iteration,
}

impl Policy {
    /// Every policy, in the order in which they are applied.
    pub const ALL: [Policy; 11] = [
        Policy::Controls,
        Policy::LookAlikes,
        Policy::Marks,
        Policy::Kana,
        Policy::Digits,
        Policy::Letters,
        Policy::Symbols,
        Policy::Spaces,
        Policy::Runs,
        Policy::Hyphens,
        Policy::Iteration,
    ];

    /// The name by which a project calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Policy::Controls => "controls",
            Policy::LookAlikes => "look-alikes",
            Policy::Marks => "marks",
            Policy::Kana => "kana",
            Policy::Digits => "digits",
            Policy::Letters => "letters",
            Policy::Symbols => "symbols",
            Policy::Spaces => "spaces",
            Policy::Runs => "runs",
            Policy::Hyphens => "hyphens",
            Policy::Iteration => "iteration",
        }
    }
}

/// Which policies changed a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Changed(u16);

impl Changed {
    /// The policies, in order.
    pub fn policies(self) -> impl Iterator<Item = Policy> {
        Policy::ALL.into_iter().filter(move |policy| self.0 & 1 << *policy as u16 != 0)
    }

    /// Whether none changed it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What either says.
    pub fn or(self, other: Changed) -> Changed {
        Changed(self.0 | other.0)
    }
}

impl Normalize {
    /// Appends `text` to `out` as the policies want it, in the order of [`Policy::ALL`], and says which of them changed it.
    ///
    /// Applying it again changes nothing more.
    pub fn apply(&self, text: &str, out: &mut String) -> Changed {
        if self.may_change(text) {
            return self.apply_all(text, out);
        }
        out.push_str(text);
        Changed::default()
    }

    /// The slow path: every policy in turn, each into `out`. A text that none changes costs no allocation.
    fn apply_all(&self, text: &str, out: &mut String) -> Changed {
        let mut changed = Changed::default();
        let start = out.len();
        let mut made: Option<String> = None;
        for policy in Policy::ALL {
            out.truncate(start);
            let now = made.as_deref().unwrap_or(text);
            if self.apply_one(policy, now, out) && &out[start..] != now {
                changed.0 |= 1 << policy as u16;
                let made = made.get_or_insert_default();
                made.clear();
                made.push_str(&out[start..]);
            }
        }
        out.truncate(start);
        out.push_str(made.as_deref().unwrap_or(text));
        changed
    }

    /// The fast path: whether a policy that is wanted looks at a character that is there. Kanji and hiragana without marks are
    /// looked at by none but `iteration`; ASCII, its full-width forms and katakana only by their own width; a space also where
    /// it stands beside another or at an end. Of all other characters the answer is yes.
    fn may_change(&self, text: &str) -> bool {
        const FULL: Option<Form> = Some(Form::Full);
        const HALF: Option<Form> = Some(Form::Half);
        // At the beginning as after a space.
        let mut after_space = true;
        for character in text.chars() {
            let space = matches!(character, ' ' | '\u{3000}');
            let changes = match character {
                '\u{4E00}'..='\u{9FFF}' | 'ぁ'..='ん' => false,
                ' ' => {
                    self.spaces == FULL || self.runs == Some(Runs::None) || self.runs.is_some() && after_space
                }
                '\u{3000}' => {
                    self.spaces == HALF || self.runs == Some(Runs::None) || self.runs.is_some() && after_space
                }
                '0'..='9' => self.digits == FULL,
                'A'..='Z' | 'a'..='z' => self.letters == FULL,
                '-' => self.symbols == FULL || self.hyphens.is_some(),
                '!'..='~' => self.symbols == FULL,
                '０'..='９' => self.digits == HALF,
                'Ａ'..='Ｚ' | 'ａ'..='ｚ' => self.letters == HALF,
                '－' => self.symbols == HALF || self.hyphens.is_some(),
                'ァ'..='ヺ' => self.kana == HALF,
                'ー' => self.kana == HALF || self.hyphens.is_some(),
                '々' | '〻' => self.iteration,
                _ => true,
            };
            if changes {
                return true;
            }
            after_space = space;
        }
        self.runs.is_some() && after_space && !text.is_empty()
    }

    /// Whether the policy is wanted: `next` then holds what it made.
    fn apply_one(&self, policy: Policy, now: &str, next: &mut String) -> bool {
        let form = |form: Option<Form>, of: fn(char) -> bool, next: &mut String| {
            form.map(|form| forms::apply(now, form, of, next)).is_some()
        };
        match policy {
            Policy::Controls => self.controls.map(|how| controls::apply(now, how, next)).is_some(),
            Policy::LookAlikes => self.look_alikes && look_alikes::apply(now, next),
            Policy::Marks => self.marks && marks::apply(now, next),
            Policy::Kana => {
                match self.kana {
                    Some(Form::Full) => kana_to_full_width(now, KanaOptions::default(), next),
                    Some(Form::Half) => {
                        // It takes spaces along, which have a policy of their own.
                        for (nth, part) in now.split('\u{3000}').enumerate() {
                            if nth > 0 {
                                next.push('\u{3000}');
                            }
                            kana_to_half_width(part, next);
                        }
                    }
                    None => {}
                }
                self.kana.is_some()
            }
            Policy::Digits => form(self.digits, |ascii| ascii.is_ascii_digit(), next),
            Policy::Letters => form(self.letters, |ascii| ascii.is_ascii_alphabetic(), next),
            Policy::Symbols => form(self.symbols, |ascii| ascii.is_ascii_punctuation(), next),
            Policy::Spaces => form(self.spaces, |ascii| ascii == ' ', next),
            Policy::Runs => self.runs.map(|how| spaces::apply(now, how, next)).is_some(),
            Policy::Hyphens => self.hyphens.map(|how| hyphens::apply(now, how, next)).is_some(),
            Policy::Iteration => self.iteration && iteration::apply(now, next),
        }
    }
}

/// `text` with some characters replaced.
fn replace(text: &str, out: &mut String, replacement: impl Fn(char) -> Option<char>) {
    out.extend(text.chars().map(|character| replacement(character).unwrap_or(character)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn everything() -> Normalize {
        Normalize {
            controls: Some(Controls::Remove),
            look_alikes: true,
            marks: true,
            kana: Some(Form::Full),
            digits: Some(Form::Full),
            letters: Some(Form::Full),
            symbols: Some(Form::Full),
            spaces: Some(Form::Full),
            runs: Some(Runs::One),
            hyphens: Some(Hyphens::Address),
            iteration: true,
        }
    }

    fn made(normalize: Normalize, text: &str) -> (String, Vec<&'static str>) {
        let mut out = String::new();
        let changed = normalize.apply(text, &mut out);
        (out, changed.policies().map(Policy::name).collect())
    }

    #[test]
    fn each_policy_that_changed_something_is_named() {
        assert_eq!(
            made(everything(), "中央1−2  ﾊｲﾂ"),
            ("中央１－２　ハイツ".to_owned(), vec!["look-alikes", "kana", "digits", "spaces", "runs"])
        );
        assert_eq!(made(everything(), "山田　太郎"), ("山田　太郎".to_owned(), vec![]));
        assert_eq!(made(Normalize::default(), "ｱ 1−\u{0}"), ("ｱ 1−\u{0}".to_owned(), vec![]));
    }

    #[test]
    fn kana_of_half_width_leaves_spaces_to_their_own_policy() {
        let kana = Normalize { kana: Some(Form::Half), ..Normalize::default() };
        assert_eq!(made(kana, "ヤマダ　ガク"), ("ﾔﾏﾀﾞ　ｶﾞｸ".to_owned(), vec!["kana"]));
        let both = Normalize { spaces: Some(Form::Half), ..kana };
        assert_eq!(made(both, "ヤマダ　ガク"), ("ﾔﾏﾀﾞ ｶﾞｸ".to_owned(), vec!["kana", "spaces"]));
    }

    #[test]
    fn kanji_that_nfc_or_nfkc_would_change_stay() {
        for text in [
            "\u{FA19}",
            "\u{FA11}",
            "\u{F929}",
            "邉\u{E0103}",
            "\u{795E}\u{FE00}",
            "㈱①㍻",
            "\u{1B002}",
            "\u{20BB7}",
        ] {
            assert_eq!(made(everything(), text), (text.to_owned(), vec![]), "{text}");
        }
    }

    #[test]
    fn a_foreigners_name_keeps_its_order_and_its_separators() {
        let half = Normalize { letters: Some(Form::Half), symbols: Some(Form::Half), ..Normalize::default() };
        assert_eq!(made(half, "ＯＮＥＩＬＬ，ＡＮＮ－ＭＡＲＩＥ　Ｃ．").0, "ONEILL,ANN-MARIE　C.");
        let full = Normalize { letters: Some(Form::Full), ..Normalize::default() };
        assert_eq!(made(full, "SMITH John,李").0, "ＳＭＩＴＨ Ｊｏｈｎ,李");
    }

    fn any_form() -> impl Strategy<Value = Option<Form>> {
        prop::sample::select(vec![None, Some(Form::Half), Some(Form::Full)])
    }

    prop_compose! {
        fn any_policies()(
            (controls, look_alikes, marks, iteration) in any::<(bool, bool, bool, bool)>(),
            (kana, digits, letters) in (any_form(), any_form(), any_form()),
            (symbols, spaces) in (any_form(), any_form()),
            runs in prop::sample::select(vec![None, Some(Runs::One), Some(Runs::None), Some(Runs::Ends)]),
            hyphens in prop::sample::select(vec![None, Some(Hyphens::Address), Some(Hyphens::Kana)]),
        ) -> Normalize {
            let controls = controls.then_some(Controls::Remove);
            Normalize {
                controls, look_alikes, marks, kana, digits, letters, symbols, spaces, runs, hyphens, iteration,
            }
        }
    }

    proptest! {
        #[test]
        fn the_fast_path_takes_only_what_the_slow_one_leaves(
            normalize in any_policies(),
            text in "[ -~　ｦ-ﾟァ-ヾぁ-ゖ゛-ゞ！-～・。「」‐―−〜々〻亜-治\u{0}\u{3099}]{0,8}",
        ) {
            let mut fast = "か".to_owned();
            let mut slow = fast.clone();
            prop_assert_eq!(normalize.apply(&text, &mut fast), normalize.apply_all(&text, &mut slow));
            prop_assert_eq!(fast, slow);
        }

        #[test]
        fn a_value_that_needs_nothing_takes_the_fast_path(text in "[亜-治ぁ-ん]{1,4}　[亜-治]{1,4}[０-９Ａ-Ｚァ-ヺ]{0,8}") {
            let normalize = Normalize { iteration: false, ..everything() };
            prop_assert!(!normalize.may_change(&text));
            let none = Normalize { marks: true, controls: Some(Controls::Remove), ..Normalize::default() };
            prop_assert!(!none.may_change("0001 ABC 昭和"));
        }

        #[test]
        fn a_second_time_changes_nothing(text in "([ -~　ｦ-ﾟァ-ヾぁ-ゖ゛-ゞ０-９Ａ-Ｚ\u{2010}-\u{2015}−〜－々〻亜-治\u{0}-\u{1F}\u{3099}\u{309A}]|\\PC){0,24}") {
            let (once, _) = made(everything(), &text);
            prop_assert_eq!(made(everything(), &once), (once, vec![]));
        }

        #[test]
        fn kanji_and_what_selects_their_form_are_never_touched(text in "[亜-黑\u{F900}-\u{FAD9}\u{E0100}-\u{E01EF}\u{FE00}-\u{FE0F}\u{20000}-\u{2A6D0}\u{1B002}-\u{1B11E}]{0,16}") {
            prop_assert_eq!(made(everything(), &text).0, text);
        }
    }
}
