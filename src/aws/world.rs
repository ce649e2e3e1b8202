//! The simulated world as what answers requests.

use super::Backend;
use crate::engine::account::Account;
use crate::engine::api::Request;
use crate::engine::api::error::ApiError;
use crate::engine::api::response::{Push, Response};
use crate::engine::command::Command;
use crate::engine::kms::api::{KmsError, KmsRequest, KmsResponse};
use crate::engine::limits::Profile;
use crate::engine::metrics::cloudwatch::Metrics;
use crate::engine::time::SimTime;
use crate::engine::world::World;

impl Backend for World {
    fn account(&self) -> &Account {
        Self::account(self)
    }

    fn profile(&self) -> Profile {
        Self::profile(self)
    }

    fn seed(&self) -> u64 {
        self.plan().seed
    }

    fn now(&self) -> SimTime {
        Self::now(self)
    }

    fn request(&mut self, request: Request) -> Result<Response, ApiError> {
        Self::request(self, request)
    }

    fn manage_keys(&mut self, request: KmsRequest) -> Result<KmsResponse, KmsError> {
        Self::manage_keys(self, request)
    }

    fn metrics(&self) -> &Metrics {
        Self::metrics(self)
    }

    fn advance_to(&mut self, at: SimTime) {
        Self::advance_to(self, at);
    }

    fn take_pushes(&mut self) -> Vec<Push> {
        Self::take_pushes(self)
    }

    fn configure(&mut self, account: Account, profile: Profile) {
        if *Self::account(self) != account {
            self.execute(Command::Configure(account)).expect("the settings were checked before");
        }
        if Self::profile(self) != profile {
            self.execute(Command::SetLimitsProfile(profile)).expect("either profile may hold");
        }
    }

    fn begin_with_seed(&mut self, seed: u64) {
        let (account, profile) = (Self::account(self).clone(), Self::profile(self));
        *self = Self::empty(seed, profile).without_journal();
        self.configure(account, profile);
    }
}
