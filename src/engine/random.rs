//! Chance that replays: named random streams, counter-based draws, and the distributions that traffic needs.
//!
//! Two kinds of chance. A [`RandomStream`] is drawn in order and belongs to one actor; its seed comes from the
//! scenario's seed and the actor's name, so that adding an actor does not reshuffle the others. [`draw`] is a function
//! of (seed, ordinal): the properties of the n-th record of a producer can be computed again at any time, which is why
//! generated records need not be stored.
//!
//! All transcendental functions are `libm`'s: std's give different bits natively and in wasm.

use rand_core::{Rng as _, SeedableRng as _};
use rand_xoshiro::Xoshiro256PlusPlus;

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
/// Above this mean, Poisson counts are drawn by transformed rejection; below it by multiplying uniforms.
const POISSON_REJECTION_FROM: f64 = 10.0;

/// Scrambles 64 bits so that each input bit changes about half of the output bits (the finalizer of `SplitMix64`).
pub const fn mix(value: u64) -> u64 {
    let a = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    b ^ (b >> 31)
}

/// The 64 random bits of item `ordinal` under `seed`: the ordinal-th output of `SplitMix64`, without the ones before it.
pub const fn draw(seed: u64, ordinal: u64) -> u64 {
    mix(seed.wrapping_add(ordinal.wrapping_add(1).wrapping_mul(GOLDEN)))
}

/// The seed of the stream called `name` in a world seeded with `seed` (FNV-1a of the name, then mixed).
pub fn stream_seed(seed: u64, name: &str) -> u64 {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    mix(mix(seed) ^ hash)
}

/// The random numbers of one actor, in the order in which it draws them.
#[derive(Clone, Debug)]
pub struct RandomStream(Xoshiro256PlusPlus);

impl RandomStream {
    /// The stream called `name` in a world seeded with `seed`.
    pub fn new(seed: u64, name: &str) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(stream_seed(seed, name)))
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number from 0 inclusive to 1 exclusive, with 53 random bits.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// A waiting time with the given mean, in the mean's unit.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(1.0 - self.unit())
    }

    /// A count of events of which `mean` are expected.
    pub fn poisson(&mut self, mean: f64) -> u64 {
        if mean <= 0.0 {
            0
        } else if mean < POISSON_REJECTION_FROM {
            self.poisson_by_product(mean)
        } else {
            self.poisson_by_rejection(mean)
        }
    }

    fn poisson_by_product(&mut self, mean: f64) -> u64 {
        let floor = libm::exp(-mean);
        let mut product = self.unit();
        let mut count = 0;
        while product > floor {
            product *= self.unit();
            count += 1;
        }
        count
    }

    /// Transformed rejection with squeeze (Hörmann 1993, algorithm PTRS).
    #[expect(clippy::many_single_char_names, reason = "the names of the paper")]
    fn poisson_by_rejection(&mut self, mean: f64) -> u64 {
        let log_mean = libm::log(mean);
        let b = 0.931 + 2.53 * libm::sqrt(mean);
        let a = -0.059 + 0.02483 * b;
        let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
        let squeeze = 0.9277 - 3.6224 / (b - 2.0);
        loop {
            let u = self.unit() - 0.5;
            let v = self.unit();
            let us = 0.5 - libm::fabs(u);
            let k = libm::floor((2.0 * a / us + b) * u + mean + 0.43);
            if us >= 0.07 && v <= squeeze {
                return k as u64;
            }
            if k < 0.0 || (us < 0.013 && v > us) {
                continue;
            }
            let accept = libm::log(v) + libm::log(inverse_alpha) - libm::log(a / (us * us) + b);
            if accept <= -mean + k * log_mean - libm::lgamma(k + 1.0) {
                return k as u64;
            }
        }
    }
}

/// The value below which a standard normal variable lies with `probability` (0 to 1 exclusive).
///
/// Found by halving on `libm::erfc`: slow and exact to the last few bits; used to fill tables, not per record.
pub fn normal_quantile(probability: f64) -> f64 {
    let (mut low, mut high) = (-9.0, 9.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if 0.5 * libm::erfc(-middle * std::f64::consts::FRAC_1_SQRT_2) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_the_published_splitmix_sequence() {
        // First outputs of SplitMix64 seeded with 1234567 (reference values of the public-domain implementation).
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        for (ordinal, value) in (0..).zip(expected) {
            assert_eq!(draw(1_234_567, ordinal), value);
        }
    }

    #[test]
    fn poisson_counts_have_the_mean_and_the_variance_of_poisson() {
        for mean in [0.3, 4.0, 9.9, 10.1, 40.0, 5_000.0] {
            let mut stream = RandomStream::new(7, "poisson");
            let n = 20_000;
            let counts: Vec<f64> = (0..n).map(|_| stream.poisson(mean) as f64).collect();
            let average = counts.iter().sum::<f64>() / f64::from(n);
            let variance = counts.iter().map(|c| (c - average) * (c - average)).sum::<f64>() / f64::from(n);
            let sigma_of_average = (mean / f64::from(n)).sqrt();
            assert!((average - mean).abs() < 5.0 * sigma_of_average, "mean {average} of {mean}");
            assert!((variance / mean - 1.0).abs() < 0.08, "variance {variance} of {mean}");
        }
    }

    #[test]
    fn streams_of_other_names_are_unrelated_and_the_same_name_repeats() {
        let take = |name| {
            let mut stream = RandomStream::new(1, name);
            [stream.bits(), stream.bits()]
        };
        assert_eq!(take("web"), take("web"));
        assert_ne!(take("web"), take("web2"));
    }

    #[test]
    fn normal_quantiles_match_the_tables() {
        for (p, z) in [(0.5, 0.0), (0.975, 1.959_963_984_540_054), (0.01, -2.326_347_874_040_841)] {
            assert!((normal_quantile(p) - z).abs() < 1e-12, "{p}");
        }
    }
}
