//! Random numbers that are the same on every machine and in every release.
//!
//! A crate's generator may change with its version, and then every sample and benchmark file would; all arithmetic here
//! and in what draws from it is on integers.

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// The generator of part `part` of what `seed` makes. Parts do not follow from one another.
    pub fn new(seed: u64, part: u64) -> Random {
        let mut random = Random(seed);
        let start = random.next();
        random.0 = start ^ part.wrapping_mul(0xD1B5_4A32_D192_ED03);
        random.0 = random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: u32) -> u32 {
        (((self.next() >> 32) * u64::from(end)) >> 32) as u32
    }

    /// A number below `end`, small ones far more often: the product of two.
    pub fn low(&mut self, end: u32) -> u32 {
        let both = self.next();
        let product = ((both >> 32) * (both & 0xFFFF_FFFF)) >> 32;
        ((product * u64::from(end)) >> 32) as u32
    }

    /// A number from `first` to `last`, both included.
    pub fn between(&mut self, first: i32, last: i32) -> i32 {
        first + self.below((last - first + 1).max(1) as u32) as i32
    }

    /// True in `times` of `of` cases.
    pub fn chance(&mut self, times: u32, of: u32) -> bool {
        self.below(of) < times
    }

    /// One of a list that is not empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u32) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The first outputs for seed 0 of the authors' reference implementation (splitmix64.c).
    #[test]
    fn the_sequence_is_that_of_splitmix64() {
        let mut random = Random(0);
        assert_eq!(
            [random.next(), random.next(), random.next()],
            [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]
        );
    }

    #[test]
    fn numbers_stay_within_their_bounds() {
        let mut random = Random::new(1, 2);
        for _ in 0..10_000 {
            assert!(random.below(7) < 7 && random.low(7) < 7);
            assert!((-3..=4).contains(&random.between(-3, 4)));
        }
        assert_eq!((random.below(0), random.between(5, 4)), (0, 5));
    }
}
