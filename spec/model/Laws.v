(** What holds of the walk as [Walk.v] states it, whoever signs what. *)

Require Import List Arith Bool Lia.
Require Import Depute.Walk.
Import ListNotations.
Unset Lia Cache.

Definition allowed t pol now p x : Prop := verify t pol now p x = None.

(** The same chain, cut off after so many links below the root. *)
Definition up_to (n : nat) (c : chain) : chain :=
  {| root := root c; root_signature := root_signature c; further := firstn n (further c) |}.

(** * What the proofs speak of *)

Definition holds : list check -> Prop := Forall (fun k => fst k = true).

Lemma allowed_when_all_holds cs : refusal cs = None <-> holds cs.
Proof.
  unfold refusal. induction cs as [|[[] why] cs IH]; cbn.
  - split; [constructor|easy].
  - rewrite IH. unfold holds. now rewrite Forall_cons_iff.
  - unfold holds. rewrite Forall_cons_iff. cbn. split; [easy|]. now intros [[=] _].
Qed.

Lemma same_is_equal {A} (eq : forall x y : A, {x = y} + {x <> y}) x y : same eq x y = true <-> x = y.
Proof. unfold same. destruct (eq x y); split; easy. Qed.

Lemma among_is_in n l : among n l = true <-> In n l.
Proof.
  unfold among. rewrite existsb_exists. split.
  - intros [m [M E]]. apply Nat.eqb_eq in E. now subst.
  - intros. exists n. now rewrite Nat.eqb_refl.
Qed.

Lemma holds_app a b : holds (a ++ b) <-> holds a /\ holds b.
Proof. apply Forall_app. Qed.
Lemma holds_cons b why n cs : holds (must b why n :: cs) <-> b = true /\ holds cs.
Proof. unfold holds. rewrite Forall_cons_iff. easy. Qed.
Lemma holds_nil : holds [] <-> True.
Proof. split; [easy|constructor]. Qed.

(** The checks of [verify.md] as facts. *)
Record passed (t : trust) (pol : policy) (now : time) (c : chain) (pf : proof) (x : call) (e : entry) : Prop := {
  trusted : t (issuer (root c)) = Some e;
  interval : holds_at e (issued_at (root c)) && holds_at e now = true;
  speaks : speaks_for e (subject (root c)) = true;
  root_home : fst (home (at_root (root c)) (grants (first (root c))) 1) = true;
  structured : holds (structure (at_root (root c)) 2 (further c));
  for_us : among (ours pol) (meant_for (at_leaf c)) = true;
  proven_to_us : proof_audience pf =? ours pol = true;
  issued : issued_at (root c) <=? now + skew pol = true;
  root_window : holds (in_window pol now (grants (first (root c))) 1);
  short_life : end_ (at_root (root c)) - issued_at (root c) <=? life pol = true;
  all_windows : holds (windows pol now 2 (further c));
  proof_not_ahead : proof_time pf <=? now + skew pol = true;
  proof_fresh : now <=? proof_time pf + age pol + skew pol = true;
  root_signed : root_signature c = {| by_ := issuer (root c); over := LinkM {| root_of := root c; below_root := [] |} |};
  links_signed : holds (signatures (holder (first (root c))) {| root_of := root c; below_root := [] |} 2 (further c));
  proof_signed : proof_signature pf = {| by_ := leaf_holder c;
    over := ProofM (id_of c) x (proof_audience pf) (proof_time pf) (proof_nonce pf) |};
  granted : holds (judged x 0 (zero e :: map clauses (grants_of c)));
  valued : holds (amounts x 1 (grants_of c));
}.

Lemma allowed_is_passed t pol now c pf x :
  allowed t pol now {| token := c; proven := pf |} x <-> exists e, passed t pol now c pf x e.
Proof.
  unfold allowed, verify. rewrite allowed_when_all_holds. unfold checks. cbn [token proven].
  destruct (t (issuer (root c))) as [e|] eqn:E.
  - unfold home. repeat rewrite ?holds_app, ?holds_cons, ?holds_nil, ?same_is_equal. split.
    + intros H. exists e. constructor; unfold home, must; cbn [fst]; tauto.
    + intros [e' []]. rewrite E in trusted0. injection trusted0 as <-. unfold home, must in *. cbn [fst] in *. tauto.
  - rewrite holds_cons. split; [easy|]. intros [e' []]. congruence.
Qed.

(** * Law 1: a link can only take away *)

Lemma structure_up_to ls : forall n above k, holds (structure above k ls) -> holds (structure above k (firstn n ls)).
Proof.
  induction ls as [|[cl s] ls IH]; intros [|n] above k H; [exact H|exact H|now apply holds_nil|]. cbn [firstn structure] in *.
  rewrite holds_app in *. split; [easy|]. now apply IH.
Qed.

Lemma windows_up_to pol now ls : forall n k, holds (windows pol now k ls) -> holds (windows pol now k (firstn n ls)).
Proof.
  induction ls as [|[cl s] ls IH]; intros [|n] k H; [exact H|exact H|now apply holds_nil|]. cbn [firstn windows] in *.
  rewrite holds_app in *. split; [easy|]. now apply IH.
Qed.

Lemma signatures_up_to ls :
  forall n key above k, holds (signatures key above k ls) -> holds (signatures key above k (firstn n ls)).
Proof.
  induction ls as [|[cl s] ls IH]; intros [|n] key above k H; [exact H|exact H|now apply holds_nil|]. cbn [firstn signatures] in *.
  rewrite holds_cons in *. split; [easy|]. now apply IH.
Qed.

Lemma judged_up_to x gs : forall n k, holds (judged x k gs) -> holds (judged x k (firstn n gs)).
Proof.
  induction gs as [|g gs IH]; intros [|n] k H; [exact H|exact H|now apply holds_nil|]. cbn [firstn judged] in *.
  rewrite holds_cons in *. split; [easy|]. now apply IH.
Qed.

Lemma amounts_up_to x gs : forall n k, holds (amounts x k gs) -> holds (amounts x k (firstn n gs)).
Proof.
  induction gs as [|g gs IH]; intros [|n] k H; [exact H|exact H|now apply holds_nil|]. cbn [firstn amounts] in *.
  rewrite holds_app in *. split; [easy|]. now apply IH.
Qed.

Lemma grants_up_to n c : grants_of (up_to n c) = firstn (S n) (grants_of c).
Proof. unfold grants_of, up_to. cbn. now rewrite !firstn_map. Qed.

(** What a link has lies within what its parent has. *)
Record within (e above : effective) : Prop := {
  audiences_within : incl (meant_for e) (meant_for above);
  starts_within : start above <= start e;
  ends_within : end_ e <= end_ above;
  depth_within : depth_left e <= depth_left above;
}.

Lemma within_itself e : within e e.
Proof. constructor; auto using incl_refl. Qed.
Lemma within_of_within e f g : within e f -> within f g -> within e g.
Proof. intros [] []. constructor; [eapply incl_tran; eauto|lia..]. Qed.

Lemma link_within above n cl s ls :
  holds (structure above n ((cl, s) :: ls)) ->
  within (at_link above (grants cl)) above /\ depth_left (at_link above (grants cl)) < depth_left above.
Proof.
  cbn [structure]. unfold home. repeat rewrite ?holds_app, ?holds_cons. intros ((D & M & A & E & S & _) & _).
  apply Nat.ltb_lt in D. unfold at_link. destruct (grants cl) as [cs d aud nb ex bs]. cbn in *.
  assert (else_ d (pred (depth_left above)) < depth_left above).
  { destruct d; cbn in *; [apply Nat.leb_le in M|]; lia. }
  split; [|easy]. constructor; cbn; [|destruct nb; cbn in *; [now apply Nat.leb_le|lia]
    |destruct ex; cbn in *; [now apply Nat.leb_le|lia]|lia].
  destruct aud; [apply incl_refl|]. intros b I. rewrite forallb_forall in A. now apply among_is_in, A.
Qed.

Definition effective_below := fold_left (fun above (l : claims * signature) => at_link above (grants (fst l))).

Lemma below_is_within ls : forall above n, holds (structure above n ls) ->
  within (effective_below ls above) above /\ depth_left (effective_below ls above) + length ls <= depth_left above.
Proof.
  induction ls as [|[cl s] ls IH]; intros above n H; cbn [effective_below fold_left].
  - split; [apply within_itself|cbn; lia].
  - destruct (link_within _ _ _ _ _ H) as [W D]. cbn [structure] in H. apply holds_app in H as [_ H].
    destruct (IH _ _ H) as [W' D']. split; [eapply within_of_within; eauto|]. unfold effective_below in *. cbn in *. lia.
Qed.

Lemma leaf_within n c : holds (structure (at_root (root c)) 2 (further c)) -> within (at_leaf c) (at_leaf (up_to n c)).
Proof.
  unfold at_leaf, up_to. cbn [root further]. generalize (at_root (root c)), 2. revert n.
  induction (further c) as [|[cl s] ls IH]; intros [|n] above k H; cbn [firstn fold_left].
  - apply within_itself.
  - apply within_itself.
  - now destruct (below_is_within _ _ _ H).
  - cbn [structure] in H. apply holds_app in H as [_ H]. eauto.
Qed.

(** What a chain allows, each shorter one allows to its own holder: no link gives back what an earlier one withheld. *)
Theorem a_longer_chain_never_allows_what_a_shorter_one_denies t pol now c pf x n nonce :
  allowed t pol now {| token := c; proven := pf |} x ->
  let shorter := up_to n c in
  let own := prove (leaf_holder shorter) shorter x (proof_audience pf) (proof_time pf) nonce in
  allowed t pol now {| token := shorter; proven := own |} x.
Proof.
  intros A shorter own. apply allowed_is_passed in A as [e []]. apply allowed_is_passed. exists e.
  constructor; auto; try easy.
  - now apply structure_up_to.
  - apply among_is_in. apply among_is_in in for_us0. now apply (leaf_within n c).
  - now apply windows_up_to.
  - now apply signatures_up_to.
  - change (zero e :: map clauses (grants_of shorter)) with (firstn 1 [zero e] ++ map clauses (grants_of shorter)).
    unfold shorter. rewrite grants_up_to, <- firstn_map.
    apply (judged_up_to x (zero e :: map clauses (grants_of c)) (S (S n))) in granted0. exact granted0.
  - unfold shorter. rewrite grants_up_to. now apply amounts_up_to.
Qed.

(** So whoever delegates hands on no more than the chain allowed to its own holder. *)
Corollary what_is_delegated_is_never_stronger t pol now k c cl pf x nonce :
  allowed t pol now {| token := delegate k c cl; proven := pf |} x ->
  allowed t pol now {| token := c; proven := prove (leaf_holder c) c x (proof_audience pf) (proof_time pf) nonce |} x.
Proof.
  intros A. apply a_longer_chain_never_allows_what_a_shorter_one_denies with (n := length (further c)) (nonce := nonce) in A.
  unfold up_to, delegate in A. cbn [root root_signature further] in A.
  rewrite firstn_app, Nat.sub_diag, firstn_all, firstn_O, app_nil_r in A. now destruct c.
Qed.

(** Depth strictly falls, windows and audiences shrink; so a chain is no longer than its root says. *)
Theorem what_a_link_has_lies_within_what_earlier_ones_have t pol now c pf x n :
  allowed t pol now {| token := c; proven := pf |} x ->
  within (at_leaf c) (at_leaf (up_to n c))
  /\ depth_left (at_leaf c) + length (further c) <= depth_left (at_root (root c)).
Proof.
  intros A. apply allowed_is_passed in A as [e []]. split; [now apply leaf_within|].
  now apply (below_is_within (further c) _ 2).
Qed.

(** * Each link is judged alone *)

(** That one single clause of each link accepts the whole call. *)
Definition each_allows (gs : list (list clause)) (x : call) : Prop :=
  forall cs, In cs gs -> exists c, In c cs /\ accepts x c = true.

Lemma judged_alone x gs : forall n, holds (judged x n gs) <-> each_allows gs x.
Proof.
  unfold each_allows. induction gs as [|g gs IH]; intros n; cbn [judged].
  - now rewrite holds_nil.
  - rewrite holds_cons, IH. unfold allows. rewrite existsb_exists. split.
    + intros [C H] cs [<-|I]; auto.
    + intros H. split; [apply H; now left|]. intros cs I. apply H. now right.
Qed.

Theorem one_single_clause_of_every_link_accepts_the_whole_call t pol now c pf x :
  allowed t pol now {| token := c; proven := pf |} x ->
  exists e, t (issuer (root c)) = Some e /\ each_allows (zero e :: map clauses (grants_of c)) x.
Proof. intros A. apply allowed_is_passed in A as [e []]. exists e. split; [easy|]. now apply judged_alone in granted0. Qed.

(** Links put in anywhere, in any order and number, only take away; alternatives of one link help no other. *)
Theorem what_is_put_in_only_takes_away gs more x : incl gs more -> each_allows more x -> each_allows gs x.
Proof. unfold each_allows, incl. eauto. Qed.

(** A link that states nothing of its own changes nothing: so what a chain withholds, some link of it states. *)
Theorem everything_is_neutral gs x :
  each_allows ([{| about := Every; named := []; open := true |}] :: gs) x <-> each_allows gs x.
Proof.
  unfold each_allows. split; [firstorder|]. intros H cs [<-|I]; [|auto].
  eexists. split; [now left|]. reflexivity.
Qed.

(** * Law 2: who can make and use a chain *)

(** Made step by step, each by the holder that the step before named. *)
Inductive made : chain -> Prop :=
  | minted k s t cl : made (mint k s t cl)
  | delegated c cl : made c -> made (delegate (leaf_holder c) c cl).

Definition genuine (c : chain) : Prop :=
  root_signature c = {| by_ := issuer (root c); over := LinkM {| root_of := root c; below_root := [] |} |}
  /\ holds (signatures (holder (first (root c))) {| root_of := root c; below_root := [] |} 2 (further c)).

Lemma last_of_more {A} (l : list A) : forall a d, last (a :: l) d = last l a.
Proof. induction l as [|b l IH]; intros a d; [easy|]. change (last (b :: l) d = last (b :: l) a). now rewrite !IH. Qed.

Lemma signatures_of_one_more ls cl s : forall above key k,
  holds (signatures key above k (ls ++ [(cl, s)]))
  <-> holds (signatures key above k ls)
      /\ s = {| by_ := last (map (fun l => holder (fst l)) ls) key;
                over := LinkM {| root_of := root_of above; below_root := below_root above ++ map fst ls ++ [cl] |} |}.
Proof.
  induction ls as [|[cl' s'] ls IH]; intros above key k; cbn [app signatures].
  - unfold extended. rewrite holds_cons, same_is_equal, !holds_nil. cbn. tauto.
  - rewrite !holds_cons, IH. cbn [map]. rewrite last_of_more. unfold extended. cbn [root_of below_root map fst app]. rewrite <- app_assoc.
    cbn [app]. tauto.
Qed.

Lemma holder_of_last ls r : holder (last (map fst ls) (first r)) = last (map (fun l : claims * signature => holder (fst l)) ls) (holder (first r)).
Proof.
  generalize (first r). induction ls as [|l ls IH]; intros f; [easy|]. cbn [map]. rewrite !last_of_more. apply IH.
Qed.

Theorem a_chain_is_genuine_when_it_was_made_step_by_step c : genuine c <-> made c.
Proof.
  split.
  - destruct c as [r s ls]. unfold genuine. cbn [root root_signature further]. intros [-> H]. revert H.
    induction ls as [|[cl s] ls IH] using rev_ind; intros H.
    + destruct r as [k sub t cl]. apply (minted k sub t cl).
    + apply signatures_of_one_more in H as [H ->]. apply IH in H. apply (delegated _ cl) in H.
      unfold delegate, leaf_holder, id_of, extended in H. cbn [root root_signature further root_of below_root app] in *.
      now rewrite holder_of_last in H.
  - induction 1 as [k s t cl|c cl _ [R H]].
    + split; [easy|constructor].
    + split; [exact R|]. unfold delegate. cbn [root further]. apply signatures_of_one_more. split; [easy|].
      unfold leaf_holder, id_of, extended. cbn. now rewrite holder_of_last.
Qed.

(** Only the last holder, only this call, only here. *)
Theorem what_is_allowed_was_signed_by_the_last_holder_for_this_call_and_verifier t pol now c pf x :
  allowed t pol now {| token := c; proven := pf |} x ->
  made c /\ proof_signature pf = {| by_ := leaf_holder c; over := ProofM (id_of c) x (ours pol) (proof_time pf) (proof_nonce pf) |}.
Proof.
  intros A. apply allowed_is_passed in A as [e []]. split.
  - now apply a_chain_is_genuine_when_it_was_made_step_by_step.
  - apply Nat.eqb_eq in proven_to_us0. now rewrite <- proven_to_us0.
Qed.

(** * Law 4: what is counted is counted along the whole chain *)

(** The budget that a counter counts: both are in the id, so that nobody can have the one without the other. *)
Definition budget_at (c : counter) : option budget :=
  let (i, place) := c in nth_error (budgets (grants (last (below_root i) (first (root_of i))))) place.

Definition goes_through (i : id) (c : chain) : bool := same id_eq i (id_of (up_to (length (below_root i)) c)).

Definition total (c : counter) (cs : list charge) : nat :=
  list_sum (map amount (filter (fun ch => same counter_eq (to ch) c) cs)).

Lemma charges_at_in x i bs : forall from ch, In ch (charges_at x i from bs) <->
  exists n b, nth_error bs n = Some b /\ ch = {| to := (i, from + n); amount := else_ (owes b x) 0; most := at_most b |}.
Proof.
  induction bs as [|b bs IH]; intros from ch; cbn.
  - split; [easy|]. now intros [[|] [b []]].
  - rewrite IH. split.
    + intros [<-|[n [b' [N ->]]]]; [exists 0, b; split; [easy|]; now rewrite Nat.add_0_r|].
      exists (S n), b'. split; [easy|]. now rewrite Nat.add_succ_r.
    + intros [[|n] [b' [N ->]]]; [left|right]; cbn in N.
      * injection N as ->. now rewrite Nat.add_0_r.
      * exists n, b'. split; [easy|]. now rewrite Nat.add_succ_r.
Qed.

Lemma charges_below_in x cls : forall above ch, In ch (charges_below x above cls) <->
  exists m n b cl, nth_error cls m = Some cl /\ nth_error (budgets (grants cl)) n = Some b
    /\ ch = {| to := ({| root_of := root_of above; below_root := below_root above ++ firstn (S m) cls |}, n);
               amount := else_ (owes b x) 0; most := at_most b |}.
Proof.
  induction cls as [|cl cls IH]; intros above ch; cbn [charges_below].
  - split; [easy|]. intros ([|m] & n & b & cl & [=] & _).
  - rewrite in_app_iff, charges_at_in, IH. cbn [extended root_of below_root]. split.
    + intros [(n & b & N & ->)|(m & n & b & cl' & M & N & ->)].
      * exists 0, n, b, cl. now cbn.
      * exists (S m), n, b, cl'. rewrite <- app_assoc. now cbn.
    + intros ([|m] & k & b & cl' & M & N & ->); [left|right]; cbn in M.
      * injection M as ->. exists k, b. now cbn.
      * exists m, k, b, cl'. rewrite <- app_assoc. now cbn.
Qed.

Lemma last_of_firstn {A} (l : list A) d : forall m x, nth_error l m = Some x -> last (firstn (S m) l) d = x.
Proof.
  induction l as [|a l IH]; intros [|m] x; cbn [nth_error]; try easy; [now intros [= ->]|].
  intros M. specialize (IH _ _ M). cbn [firstn] in *. destruct l; [now destruct m|]. exact IH.
Qed.

Lemma a_charge_is_its_budgets x c ch : In ch (charges c x) -> exists b, budget_at (to ch) = Some b /\ most ch = at_most b.
Proof.
  unfold charges. rewrite in_app_iff, charges_at_in, charges_below_in.
  intros [(n & b & N & ->)|(m & n & b & cl & M & N & ->)]; exists b; cbn [to most budget_at below_root root_of last].
  - easy.
  - cbn [app]. now rewrite (last_of_firstn _ _ _ _ M).
Qed.

Lemma who_goes_through_is_charged x c i place b :
  goes_through i c = true -> budget_at (i, place) = Some b ->
  In {| to := (i, place); amount := else_ (owes b x) 0; most := at_most b |} (charges c x).
Proof.
  unfold goes_through. rewrite same_is_equal. unfold id_of, up_to. cbn [root further].
  destruct i as [r below]. cbn [below_root]. intros [= -> E] B. cbn [budget_at below_root root_of] in B.
  unfold charges. rewrite in_app_iff, charges_at_in, charges_below_in.
  rewrite <- firstn_map in E. destruct below as [|cl below' _] using rev_ind.
  - left. exists place, b. easy.
  - right. exists (length below'), place, b, cl. cbn [root_of below_root app].
    rewrite last_last in B. rewrite app_length in E. cbn [length] in E. rewrite Nat.add_1_r in E.
    assert (N : nth_error (map fst (further c)) (length below') = Some cl).
    { rewrite <- (firstn_skipn (S (length below')) (map fst (further c))), <- E.
      rewrite nth_error_app1 by (rewrite app_length; cbn; lia). rewrite nth_error_app2, Nat.sub_diag by lia. easy. }
    now rewrite <- E.
Qed.

Lemma sum_of_one_more c e l : sum c (e :: l) = (if counter_eq (fst e) c then snd e else 0) + sum c l.
Proof. unfold sum, same. cbn. now destruct (counter_eq (fst e) c). Qed.

Lemma total_of_one_more c ch cs : total c (ch :: cs) = (if counter_eq (to ch) c then amount ch else 0) + total c cs.
Proof. unfold total, same. cbn. now destruct (counter_eq (to ch) c). Qed.

Lemma a_charge_is_in_the_total ch cs : In ch cs -> amount ch <= total (to ch) cs.
Proof.
  induction cs as [|d cs IH]; [easy|]. rewrite total_of_one_more.
  intros [->|I]; [destruct (counter_eq (to ch) (to ch)); [lia|easy]|]. specialize (IH I). lia.
Qed.

(** No counter has passed its limit. *)
Definition kept (l : list (counter * nat)) : Prop := forall c b, budget_at c = Some b -> sum c l <= at_most b.

Lemma what_is_taken_is_kept cs : forall l l',
  (forall ch, In ch cs -> exists b, budget_at (to ch) = Some b /\ most ch = at_most b) ->
  kept l -> take cs l = Some l' -> kept l' /\ forall c, sum c l' = sum c l + total c cs.
Proof.
  induction cs as [|ch cs IH]; intros l l' B K T; cbn [take] in T.
  - injection T as <-. split; [easy|]. intros. unfold total. cbn. lia.
  - destruct (sum (to ch) l + amount ch <=? most ch) eqn:E; [|easy]. apply Nat.leb_le in E.
    assert (kept ((to ch, amount ch) :: l)) as K1.
    { intros c b C. rewrite sum_of_one_more. cbn [fst snd]. destruct (counter_eq (to ch) c) as [<-|]; [|now apply K].
      destruct (B ch) as (b' & C' & M); [now left|]. rewrite C in C'. injection C' as <-. lia. }
    destruct (IH _ _ (fun d I => B d (or_intror I)) K1 T) as [K' S].
    split; [easy|]. intros c. rewrite S, sum_of_one_more, total_of_one_more. cbn [fst snd]. lia.
Qed.

(** What an attempt adds to a counter. *)
Definition adds (c : counter) (b : budget) (a : attempt) : nat :=
  if goes_through (fst c) (token (shown a)) then else_ (owes b (tried a)) 0 else 0.

(** However many chains go through a link, and whatever they say below it: together they never pass what it set. *)
Theorem what_a_link_limits_holds_for_everything_below_it_together t pol history c b :
  budget_at c = Some b -> list_sum (map (adds c b) (ran t pol empty history)) <= at_most b.
Proof.
  intros B. enough (forall l, kept (taken l) ->
    sum c (taken l) + list_sum (map (adds c b) (ran t pol l history)) <= at_most b) as H.
  { specialize (H empty). cbn in H. apply H. intros d e _. unfold sum. cbn. lia. }
  induction history as [|a history IH]; intros l K; cbn [ran].
  - cbn. rewrite Nat.add_0_r. now apply K.
  - unfold attempted. destruct (verify _ _ _ _ _); [now apply IH|]. destruct (in_dec _ _ _); [now apply IH|].
    destruct (take _ _) as [after|] eqn:T; [|now apply IH].
    apply what_is_taken_is_kept in T as [K' S]; [|intros; eapply a_charge_is_its_budgets; eauto|easy].
    specialize (IH {| taken := after; burned := over (proof_signature (proven (shown a))) :: burned l |} K').
    cbn [taken map list_sum fold_right] in *. change (fold_right Nat.add 0) with list_sum. rewrite S in IH.
    enough (adds c b a <= total c (charges (token (shown a)) (tried a))) by lia.
    unfold adds. destruct (goes_through _ _) eqn:G; [|lia]. destruct c as [i place].
    apply (who_goes_through_is_charged (tried a) _ _ _ _ G) in B. exact (a_charge_is_in_the_total _ _ B).
Qed.

(** A proof is good once. *)
Theorem no_proof_runs_twice t pol history :
  NoDup (map (fun a => over (proof_signature (proven (shown a)))) (ran t pol empty history)).
Proof.
  enough (forall l, NoDup (map (fun a => over (proof_signature (proven (shown a)))) (ran t pol l history))
    /\ forall a, In a (ran t pol l history) -> ~ In (over (proof_signature (proven (shown a)))) (burned l)) as H by apply H.
  induction history as [|a history IH]; intros l; cbn [ran].
  - split; [constructor|easy].
  - unfold attempted. destruct (verify _ _ _ _ _); [apply IH|]. destruct (in_dec _ _ _) as [|F]; [apply IH|].
    destruct (take _ _) as [after|]; [|apply IH].
    destruct (IH {| taken := after; burned := over (proof_signature (proven (shown a))) :: burned l |}) as [N O].
    cbn [burned map] in *. split.
    + constructor; [|easy]. rewrite in_map_iff. intros (a' & E & I). apply (O a' I). left. now symmetry.
    + intros a' [<-|I]; [easy|]. intros J. apply (O a' I). now right.
Qed.

(** * What the proofs rest on: nothing but the definitions *)

Print Assumptions a_longer_chain_never_allows_what_a_shorter_one_denies.
Print Assumptions what_is_delegated_is_never_stronger.
Print Assumptions what_a_link_has_lies_within_what_earlier_ones_have.
Print Assumptions one_single_clause_of_every_link_accepts_the_whole_call.
Print Assumptions what_is_put_in_only_takes_away.
Print Assumptions everything_is_neutral.
Print Assumptions a_chain_is_genuine_when_it_was_made_step_by_step.
Print Assumptions what_is_allowed_was_signed_by_the_last_holder_for_this_call_and_verifier.
Print Assumptions what_a_link_limits_holds_for_everything_below_it_together.
Print Assumptions no_proof_runs_twice.
