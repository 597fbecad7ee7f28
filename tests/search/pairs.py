"""What members of the demo community need, as each language says it, and where the answer is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """One need in both languages, and what answers it: codes of the demo's files, each after its folder."""

    fr: str
    en: str
    answer: str


#: Answers written in English alone.
IN_ENGLISH = [
    Pair("comment encadrer des agents en télétravail", "how to coach staff who work from home",
         "articles/coaching-remote-weekly"),
    Pair("rencontres individuelles entre chef d'équipe et agents", "one-on-ones between team leads and agents",
         "articles/coaching-remote-weekly"),
    Pair("que faire quand le réseau tombe en panne", "what to do when the network goes down",
         "articles/network-outage-paper-day"),
    Pair("formulaires papier de secours", "backup paper forms", "articles/network-outage-paper-day"),
    Pair("suivi de l'état d'une demande de permis en ligne", "checking permit application status online",
         "articles/permit-status-page"),
    Pair("numéros de débordement hors service", "overflow numbers out of service", "announcements/lines-down-tonight"),
]  # fmt: skip

#: Answers written in French alone.
IN_FRENCH = [
    Pair("soutien aux agents après un appel traumatisant", "support for agents after a traumatic call",
         "articles/distressing-call-protocol"),
    Pair("programme d'entraide entre collègues", "peer support program", "articles/distressing-call-protocol"),
    Pair("droit à des pauses après les appels difficiles", "taking a break after difficult calls",
         "articles/distressing-call-protocol"),
    Pair("faut-il vraiment demander le nom des appelants?", "do we really have to ask callers for their name?",
         "articles/identify-only-when-needed"),
    Pair("recueillir moins de renseignements personnels", "collecting less personal information",
         "articles/identify-only-when-needed"),
    Pair("raccourcir les appels du 311", "shorter 311 calls", "articles/identify-only-when-needed"),
]  # fmt: skip

IN_BOTH = [
    # Practices
    Pair("les clients ne décrochent pas quand on les rappelle", "clients don't pick up when we call them back",
         "articles/halifax-callback-window"),
    Pair("un membre de la famille traduit pour l'appelant", "family member translating for the caller",
         "articles/consent-family-interpreter"),
    Pair("RPC et transferts d'appels", "FCR and call transfers", "articles/fcr-useful-transfers"),
    Pair("retour au bureau : combien de jours?", "return to office, how many days?", "articles/hybrid-work-calendar"),
    Pair("NAS entendus dans les enregistrements d'appels", "SIN heard in call recordings",
         "articles/numbers-out-of-recordings"),
    Pair("harmonisation des évaluations d'appels", "calibrating call evaluations",
         "articles/quality-grid-nine-criteria"),
    Pair("diminuer le roulement chez les nouveaux employés", "reducing attrition among new hires",
         "articles/stay-interviews-turnover"),
    Pair("prévoir le volume d'appels en période de pointe", "predicting call volumes for peak periods",
         "articles/tax-season-forecasting"),
    Pair("trop d'appels quand on enlève la neige", "too many calls when we clear snow", "articles/snow-removal-peak"),
    Pair("remplacer les menus de la RVI par la parole", "replacing IVR menus with speech",
         "articles/voice-greeting-transfers"),
    Pair("appels pendant les incendies de forêt", "calls during forest fires", "articles/wildfire-information-line"),
    Pair("appels par SRV coupés", "VRS calls being disconnected", "articles/video-relay-no-hang-up"),
    # Lessons
    Pair("fraudeurs qui modifient l'adresse de leurs victimes", "scammers changing a victim's mailing address",
         "articles/address-change-pause"),
    Pair("délais trop longs pour clavarder en français", "French live chat takes too long",
         "articles/bilingual-chat-one-team"),
    Pair("le rappel automatique réduit-il le temps d'attente?", "does automatic callback reduce wait times?",
         "articles/callback-pilot-looking-back"),
    Pair("abandonner un robot conversationnel qui ne règle rien", "shutting down a chatbot that solves nothing",
         "articles/parking-assistant-unplugged"),
    # Innovations
    Pair("robot conversationnel qui invente des réponses", "chatbot making up answers",
         "articles/assistant-i-dont-know"),
    Pair("sous-titrage en direct pour les personnes malentendantes", "live captioning for hard of hearing visitors",
         "articles/captions-at-the-counter"),
    Pair("laisser les employés choisir leur horaire", "letting employees choose their schedule",
         "articles/self-scheduling-shifts"),
    # Questions
    Pair("partager une équipe de nuit avec un autre centre d'appels", "sharing a night team with another call centre",
         "articles/asking-overnight-neighbours"),
    Pair("doit-on dire aux gens combien de temps ils attendront?", "should we tell people how long they will wait?",
         "articles/asking-wait-over-an-hour"),
    # Meetings
    Pair("prochaine rencontre sur l'IA", "next meeting on AI", "meetings/quarterly-ai-helping-agents"),
    Pair("définition commune du délai d'attente", "common definition of waiting time",
         "meetings/quarterly-what-we-measure"),
    # Announcements
    Pair("enregistrements prêts pour les situations d'urgence", "ready-made recordings for emergencies",
         "announcements/emergency-message-kit"),
    Pair("soumettre un bon coup au CPSSP", "submitting a good story to the PSSDC",
         "announcements/success-stories-semi-annual-report"),
    # Spaces
    Pair("groupe de travail sur la continuité des activités", "business continuity working group",
         "spaces/emergencies"),
    Pair("gestion des effectifs entre administrations", "workforce management across jurisdictions",
         "spaces/workforce"),
    # Ordinary pages
    Pair("à qui m'adresser pour lancer un sous-groupe?", "who do I ask to start a subgroup?", "pages/contact"),
]  # fmt: skip

PAIRS = [*IN_ENGLISH, *IN_FRENCH, *IN_BOTH]
